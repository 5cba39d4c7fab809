"""Characters and left-overs: what is taken out of a text before it is stored.

Letters, quotation marks and dashes stay what they are; what goes is invisible, or belongs to the page the text was
copied from and not to the text.
"""

from __future__ import annotations

import re
import unicodedata

_SPACES = "\t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_LINE_ENDS = "\r\v\f\u0085\u2028"
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_INVISIBLE = (
    *range(0x00, 0x09), *range(0x0E, 0x20), *range(0x7F, 0x85), *range(0x86, 0xA0),  # control characters
    0xAD, 0x034F, 0x180E, 0x200B, *range(0x2060, 0x2065), 0xFEFF,  # soft hyphen, zero width
    0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x2070),  # direction marks, embeddings, overrides
    *range(0xFFF9, 0xFFFD), 0xFFFE, 0xFFFF, *range(0xE0000, 0xE0080),  # annotations, noncharacters, tags
)  # fmt: skip
_TABLE: dict[int, str | None] = {
    **dict.fromkeys(map(ord, _SPACES), " "),
    **dict.fromkeys(map(ord, _LINE_ENDS), "\n"),
    **{ord(ligature): letters for ligature, letters in _LIGATURES.items()},
    **dict.fromkeys(_INVISIBLE, None),
    0x2029: "\n\n",
}
_CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")
_JOINERS = re.compile(r"(?<![^\x00-\u024f])[\u200c\u200d]|[\u200c\u200d](?![^\x00-\u024f])")
_SURROGATES = re.compile("[\ud800-\udfff]")


def characters(text: str) -> str:
    """`text` in NFC with line feeds for line ends, plain spaces for all others, and nothing invisible.

    Zero-width joiners stay where scripts (and emoji) need them; ligatures are spelt out; letters never change.
    """
    if "\r\n" in text:
        text = text.replace("\r\n", "\n")
    if text.isascii():
        return text.translate(_TABLE) if _CONTROLS.search(text) else text
    return unicodedata.normalize("NFC", _SURROGATES.sub("", _JOINERS.sub("", text.translate(_TABLE))))


def line(text: str) -> str:
    """`text` as one line: `characters`, single spaces, nothing at the ends."""
    return " ".join(characters(text).split())


_BUTTON = r"""(?:
    preview | share | save | tweet | e-?mail | print | copy\ link | copied | facebook | twitter | whatsapp | linkedin
  | share\ (?:this|on|via|to|with)\b[\w\ /’'-]{0,40} | share\ (?:article|story|post)
  | (?:save|print|e-?mail|bookmark|download|gift)\ (?:this\ )?(?:article|story|page|note|report|for\ later)
  | download\ (?:as\ )?pdf | tweet\ this | pin\ it | post | reddit | telegram | messenger
  | listen(?:\ to\ (?:this\ )?(?:article|story))?(?:\ ?\([^()]{1,20}\)|\ ?[·-]\ ?\d+\ min)?
  | (?:view\ |show\ |hide\ |leave\ a\ |no\ )?comments?(?:\ ?\(\d[\d,.]*\))? | \d[\d,.]*\ (?:comments|shares|views)
  | \d+[\s-]?min(?:ute)?s?(?:\ read)? | reading\ time:?\ \d+\ min(?:ute)?s?
)"""
_LEFTOVER = re.compile(
    rf"""{_BUTTON}(?:[\s|·•,/&+–—-]+(?:and\ )?{_BUTTON})*+
  | (?:skip\ )?ad(?:vert(?:isements?)?)? | sponsored(?:\ content)? | promoted(?:\ content)?
  | (?:skip|jump)\ to\ (?:main\ )?(?:content|navigation) | (?:back\ )?to\ (?:the\ )?top | back\ to\ top
  | (?:article|story)\ continues?\ (?:below|after).{{0,40}} | continue\ reading.{{0,60}} | loading(?:\ ?\.\.\.|…)?
  | (?:read|show|see|view|load|learn)\ more(?:\ (?:here|below|stories|articles))?\ ?[.…»›>→]* | keep\ reading
  | (?:read|see|watch)\ (?:also|next|too) | also\ read
  | (?:subscribe|sign\ (?:up|in)|log\ ?(?:in|out)|register)(?:\ (?:now|today|here|free|for\ free))?\ ?!?
  | follow(?:\ (?:us|me|the\ author))?(?:\ on\ [\w\ ,&/’'-]{{1,60}})?\ ?[.!]? | like\ us\ on\ .{{1,40}}
  | (?:related|recommended|more|trending|popular|top|latest)\ (?:articles?|topics?|stor(?:y|ies)|news|content|posts?)
  | (?:more\ (?:on\ this(?:\ story)?|from\ .{{1,40}})) | most\ (?:read|popular|viewed|shared) | related
  | (?:you\ may\ also\ like|recommended\ for\ you|what\ to\ read\ next|editors?[’']?s?[’']?\ (?:picks?|choice))
  | newsletters? | topics | tags | menu | search | close | home
  | cookies? | (?:accept|reject|allow)(?:\ all)?(?:\ cookies)?
  | manage\ (?:preferences|cookies|options|settings) | cookie\ (?:settings|preferences|policy|notice) | privacy\ policy
  | terms\ (?:of\ (?:use|service)|(?:and|&)\ conditions) | \[?\ ?edit(?:\ source)?\ ?\]?
  | (?:view|open|enlarge)\ (?:image|photo|gallery)(?:\ in\ fullscreen)?
  | image\ (?:source|credit|copyright)s?\ ?[,:].{{1,80}}
  | (?:photo(?:graph)?|picture|image)\ ?:\ .{{1,60}}/.{{1,60}}
    """,
    re.VERBOSE | re.IGNORECASE,
)
_TEASER = re.compile(
    r"(?:read (?:more|next|also|on|too)|also read|see also|related(?: (?:article|story|topics?|stories|articles))?"
    r"|recommended|most (?:popular|read)|more on this(?: story)?|more stories|don[’']t miss|you may also like|up next"
    r"|watch (?:next|also)|tags|topics|filed under)\s?[:>»|–—-]\s?\S.*",
    re.IGNORECASE,
)
_NOTICE = re.compile(
    r"(?:we|this (?:web)?site|our (?:web)?site)(?: and our partners)? uses? cookies\b.*"
    r"|by (?:continuing|using|clicking|browsing)\b.{0,120}\b(?:cookies|terms|privacy)\b.*"
    r"|(?:please )?(?:sign up|subscribe|register)\b.{0,120}\b(?:newsletters?|updates|alerts|e-?mails?|inbox)\b.*"
    r"|get (?:our|the|the latest)\b.{0,80}\b(?:newsletter|inbox|alerts)\b.*"
    r"|(?:©|copyright (?:©|\(c\)|\d{4})|\(c\) \d{4}).*|all rights reserved\.?"
    r"|(?:please )?enable javascript\b.*|your browser (?:does not|doesn[’']t) support\b.*",
    re.IGNORECASE,
)
_EDIT = re.compile(r" ?\[ ?edit(?: source)?(?: ?\| ?edit source)? ?\]", re.IGNORECASE)


def is_leftover(text: str) -> bool:
    """Whether a whole line or block is no part of the text but of the page around it: “Share”, a cookie notice."""
    text = line(text)
    if not text or len(text) > 500:
        return not text
    if len(text) <= 160 and _LEFTOVER.fullmatch(text):
        return True
    if len(text) <= 160 and text[-1] not in ".;," and _TEASER.fullmatch(text):
        return True
    return bool(_NOTICE.fullmatch(text))


def block(text: str) -> str:
    """`text` as one line without “[edit]” links; empty if it is a left-over."""
    text = _EDIT.sub("", line(text))
    return "" if is_leftover(text) else text
