"""Languages that `Properties` pages are written in, by how common they are: where the words of
a set fit several alike, the first is meant."""

from __future__ import annotations

from docmodels.dialects.languages.bash import BASH
from docmodels.dialects.languages.c import C
from docmodels.dialects.languages.csharp import CSHARP
from docmodels.dialects.languages.dart import DART
from docmodels.dialects.languages.eiffel import EIFFEL
from docmodels.dialects.languages.go import GO
from docmodels.dialects.languages.java import JAVA
from docmodels.dialects.languages.javascript import JAVASCRIPT
from docmodels.dialects.languages.julia import JULIA
from docmodels.dialects.languages.kotlin import KOTLIN
from docmodels.dialects.languages.language import (
    Evidence,
    Language,
    misspelled,
    narrowed,
    settled,
)
from docmodels.dialects.languages.markdown import MARKDOWN
from docmodels.dialects.languages.objc import OBJC
from docmodels.dialects.languages.perl import PERL
from docmodels.dialects.languages.php import PHP, SYMFONY
from docmodels.dialects.languages.powershell import POWERSHELL
from docmodels.dialects.languages.python import EXPERIMENTAL, LEGACY, PRIOR, PYTHON
from docmodels.dialects.languages.r import R
from docmodels.dialects.languages.ruby import RUBY
from docmodels.dialects.languages.rust import RUST
from docmodels.dialects.languages.scala import SCALA
from docmodels.dialects.languages.swift import SWIFT
from docmodels.dialects.languages.typescript import AXIOS, FETCH

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

__all__ = ["LANGUAGES", "Evidence", "Language", "misspelled", "narrowed", "settled"]
