"""Which language a text is in, judged by its script and its commonest short words."""

from __future__ import annotations

import re

_STOP_WORDS = {
    code: frozenset(words.split())
    for code, words in {
        "en": "the of and to in that is was for with as on by he it from are his at be this which have had not but",
        "fr": "le la les des et du une est dans que qui pour sur par au pas plus avec ce sont cette aux été ses mais",
        "de": "der die das und ist nicht von den mit dem des ein eine auf für sich im zu auch wurde als nach wird bei",
        "es": "el la los las de que y en un una por con para del se su al es como más fue pero sus lo ha",
        "it": "il di che la per un una non del della con sono si gli nel alla dei più le è anche da ha lo",
        "pt": "o de que e do da em um uma para com não os no se na por mais as dos como foi ao das à",
        "nl": "de het een van en in is dat op te zijn met voor niet aan er om ook als door maar bij naar",
        "pl": "w i na z do się nie to że jest o przez po za od oraz jak został ale który",
        "tr": "ve bir bu için ile da de olarak olan sonra daha kadar gibi ancak en çok",
    }.items()
}
_SCRIPTS = {
    "ar": "\u0621-\u064a", "el": "\u0391-\u03c9", "he": "\u05d0-\u05ea", "ja": "\u3041-\u30ff", "ko": "\uac00-\ud7a3",
    "zh": "\u4e00-\u9fff", "hi": "\u0904-\u0939", "th": "\u0e01-\u0e3a", "ka": "\u10d0-\u10ff", "hy": "\u0561-\u0587",
    "cyrillic": "\u0400-\u045f",
}  # fmt: skip
_SIGNS = {"ar": (("fa", "پچژگ"),), "cyrillic": (("uk", "іїє"), ("ru", "ыэ"), ("", "\u0400-\u045f"))}
"""Languages told from others of their script by letters of their own; the first that occurs decides."""


def detect_language(text: str) -> str | None:
    """The ISO 639-1 code of the language of `text`; None when unsure."""
    sample = text[:20000].lower()
    words = re.findall(r"[^\W\d_]+", sample)
    letters = sum(map(len, words))
    if letters < 20:
        return None
    for script, characters in _SCRIPTS.items():
        if len(re.findall(f"[{characters}]", sample)) > (0.1 if script == "ja" else 0.5) * letters:
            signs = (code for code, own in _SIGNS.get(script, ()) if re.search(f"[{own}]", sample))
            return next(signs, script) or None
    scores = sorted(((sum(word in stop for word in words), code) for code, stop in _STOP_WORDS.items()), reverse=True)
    (best, code), (second, _) = scores[:2]
    return code if best >= max(3, 0.08 * len(words)) and best > 1.3 * second else None
