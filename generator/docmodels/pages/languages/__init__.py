"""The languages of `Properties` pages, the most common first.

If several languages have the same score for a set of pages, the first of them wins.
"""

from __future__ import annotations

from docmodels.pages.languages.bash import BASH
from docmodels.pages.languages.c import C
from docmodels.pages.languages.csharp import CSHARP
from docmodels.pages.languages.dart import DART
from docmodels.pages.languages.eiffel import EIFFEL
from docmodels.pages.languages.go import GO
from docmodels.pages.languages.java import JAVA
from docmodels.pages.languages.javascript import JAVASCRIPT
from docmodels.pages.languages.julia import JULIA
from docmodels.pages.languages.kotlin import KOTLIN
from docmodels.pages.languages.language import (
    Evidence,
    Language,
    mismatch_ratio,
    narrow_type,
    refine_language,
)
from docmodels.pages.languages.markdown import MARKDOWN
from docmodels.pages.languages.objc import OBJC
from docmodels.pages.languages.perl import PERL
from docmodels.pages.languages.php import PHP, SYMFONY
from docmodels.pages.languages.powershell import POWERSHELL
from docmodels.pages.languages.python import EXPERIMENTAL, LEGACY, PRIOR, PYTHON
from docmodels.pages.languages.r import R
from docmodels.pages.languages.ruby import RUBY
from docmodels.pages.languages.rust import RUST
from docmodels.pages.languages.scala import SCALA
from docmodels.pages.languages.swift import SWIFT
from docmodels.pages.languages.typescript import AXIOS, FETCH

LANGUAGES: tuple[Language, ...] = (
    PYTHON,
    AXIOS,
    JAVA,
    GO,
    CSHARP,
    PHP,
    RUBY,
    JAVASCRIPT,
    KOTLIN,
    RUST,
    SWIFT,
    DART,
    LEGACY,
    PRIOR,
    EXPERIMENTAL,
    FETCH,
    POWERSHELL,
    PERL,
    R,
    OBJC,
    C,
    SCALA,
    JULIA,
    SYMFONY,
    EIFFEL,
    MARKDOWN,
    BASH,
)

__all__ = ["LANGUAGES", "Evidence", "Language", "mismatch_ratio", "narrow_type", "refine_language"]
