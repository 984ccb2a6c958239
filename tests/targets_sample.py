"""A sample representation with every kind of type, and with reserved and invalid names."""

from __future__ import annotations

from docmodels.ir import (
    BOOLEAN,
    INTEGER,
    NULL,
    NUMBER,
    STRING,
    UNKNOWN,
    AllOf,
    Api,
    Array,
    ArrayConstraints,
    Const,
    Default,
    Definition,
    Deprecation,
    Discriminator,
    Enum,
    EnumMember,
    Field,
    Integer,
    Json,
    Map,
    Never,
    NumberConstraints,
    Object,
    Origin,
    Ref,
    String,
    StringConstraints,
    Type,
    Union,
    inferences,
    nullable,
    presence_of,
)

MISSING = object()
DATE = String(format="date")
DATE_TIME = String(format="date-time")
UUID = String(format="uuid")


def field(name: str, type: Type, required: bool = False, default: object = MISSING) -> Field:
    """Make a field."""
    value = None if default is MISSING else Default(value=default)
    return Field(name=name, type=type, presence=presence_of(required), default=value)


def required_field(name: str, type: Type) -> Field:
    """Make a required field."""
    return field(name, type, required=True)


def define(name: str, type: Type, doc: str = "") -> Definition:
    """Make a definition."""
    return Definition(name=name, type=type, doc=doc, origin=Origin("shop.yaml", 3, 1))


def enum(*values: Json, closed: bool = True) -> Enum:
    """Make an enum of bare values."""
    members = tuple(EnumMember(value=value) for value in values)
    return Enum(members=members, closed=closed, base=None if closed else "string")


def api(*definitions: Definition, root: str = "") -> Api:
    """Make a representation."""
    return Api(definitions=definitions, title="Shop", root=root)


HOSTILE = Object(
    fields=(
        *(field(name, STRING) for name in ("class", "copy", "json", "model_config", "field")),
        *(field(name, INTEGER) for name in ("+1", "-1", "_id", "id", "ID", "2fa", "名前", "")),
        field("model_dump_url", STRING),
        field("date", DATE),
        field("day", DATE, default="2020-02-03"),
        field("list", Array(items=STRING)),
        field("str", STRING),
        field("uuid", UUID, default="12345678-1234-5678-1234-567812345678"),
        field("snake_case", STRING),
        field("snakeCase", STRING),
        Field(
            name="guess",
            type=STRING,
            documented_name="Guess_",
            inferred=inferences("escaped-names", "name"),
        ),
    )
)

ORDER = Object(
    fields=(
        Field(
            name="id",
            type=Integer(format="int64", constraints=NumberConstraints(minimum=1)),
            presence="required",
            doc='The "id" \\ of it.',
        ),
        required_field("shopName", nullable(STRING)),
        field("placedAt", DATE_TIME),
        field("parts", Array(items=Ref(name="Order")), default=[]),
        field("color", Ref(name="Color"), default="light-red"),
        field("colors", Array(items=Ref(name="Color")), default=["green"]),
        field("size", enum("s", "m"), default="m"),
        field("steps", enum(*"abcdefgh")),
        field("count", INTEGER, default="many"),
        field(
            "buyer",
            Object(fields=(required_field("name", STRING), field("home", Ref(name="Place")))),
        ),
        field("notes", Array(items=Object(fields=(field("text", STRING),)))),
        field("place", Ref(name="Place"), default={"street": "x"}),
        field("meta", Map(values=UNKNOWN)),
        field("extra", UNKNOWN, default={}),
        field("tree", Ref(name="Json")),
        field("code", String(constraints=StringConstraints(pattern=r"^(?=a)a\d"))),
        field("zip", String(constraints=StringConstraints(pattern=r"^\d{5}$"))),
        Field(name="old", type=BOOLEAN, deprecation=Deprecation(reason="use new")),
    )
)

SHOP = api(
    define("Order", ORDER, 'An order.\n\n  Said "so" \\'),
    define("Hostile", HOSTILE),
    define(
        "Place",
        Object(fields=(required_field("street", STRING), field("orders", Ref(name="Orders")))),
    ),
    define("Orders", Array(items=Ref(name="Order"))),
    define("Color", enum("light-red", "green", "", "+1", closed=False), "Colors."),
    define("Level", enum(1, 2, -1)),
    define("Ratio", enum(0.5, 1)),
    define("Mixed", enum("a", 1, True, None)),
    define(
        "Circle",
        Object(
            fields=(required_field("@type", Const(value="circle")), required_field("r", NUMBER))
        ),
    ),
    define(
        "Square",
        Object(
            fields=(required_field("@type", enum("square", "rect")), required_field("a", NUMBER))
        ),
    ),
    define("HexKind", enum("hexagon")),
    define("Hex", Object(fields=(required_field("@type", Ref(name="HexKind")),))),
    define(
        "Shape",
        Union(
            members=(Ref(name="Circle"), Ref(name="Square"), Ref(name="Hex")),
            mode="oneOf",
            discriminator=Discriminator(property="@type"),
        ),
    ),
    define("Blob", Object(fields=(field("@type", STRING), field("size", INTEGER)))),
    define(
        "Loose",
        Union(
            members=(Ref(name="Circle"), Ref(name="Blob")),
            discriminator=Discriminator(property="@type"),
        ),
    ),
    define("Drawing", Object(fields=(field("shapes", Array(items=Ref(name="Shape"))),))),
    define(
        "Json",
        Union(members=(Array(items=Ref(name="Json")), Map(values=Ref(name="Json")), STRING, NULL)),
    ),
    define("Base", Object(fields=(required_field("kind", STRING), field("at", DATE)))),
    define("Same", Object(bases=("Base",), fields=(field("more", INTEGER),))),
    define(
        "Narrow", Object(bases=("Base",), fields=(required_field("kind", Const(value="narrow")),))
    ),
    define("Typed", Object(fields=(field("a", STRING),), additional_properties=DATE)),
    define("Open", Object(fields=(field("a", STRING),), additional_properties=UNKNOWN)),
    define("Closed", Object(additional_properties=Never())),
    define("Maybe", nullable(Object(fields=(field("a", STRING),)))),
    define(
        "UsesMaybe",
        Object(fields=(required_field("m", Ref(name="Maybe")), field("d", Ref(name="?")))),
    ),
    define(
        "Both",
        AllOf(members=(Ref(name="Place"), Object(fields=(required_field("extra", STRING),)))),
    ),
    define(
        "Pair",
        Array(
            items=Never(), prefix_items=(STRING, INTEGER), constraints=ArrayConstraints(min_items=2)
        ),
    ),
    *(define(name, Object(fields=(field("x", STRING),))) for name in ("foo-bar", "FooBar", "Any")),
    *(define(name, Object(fields=(field("x", DATE),))) for name in ("date", "Field", "ValueError")),
    define("BaseModel", Map(values=Ref(name="Field"))),
)
