"""Trees for the tests of the text: one by hand, and any at all."""

from random import Random

from hypothesis import strategies as st

from app.positions.text.nodes import MAY_DEMAND, MAY_OVERRIDE, Node, Tree, build, normal_text

# Words that plain text could be misread by, beside ordinary ones.
TRAPS = [
    "§ 1.", "1.", "2a.", "3)", "a)", "za)", "–", "-", "\\", "\\\\", "[postulat]", "[postulat do: X; Y]", "[tekst]", "[podstawa]",
    "[przekazanie]", "Na podstawie", "Mając na uwadze", "Mając na uwadze, że:", "wnosimy, co następuje:", "Uzasadnienie",
    "STANOWISKO", "Przekazuje się", "Stanowisko przekazuje się", "z dnia 24 listopada 2026 r.", "co następuje", "„A”", "ż",
]  # fmt: skip
WORDS = ["gmina", "powiat", "Rada", "o", "usługach", "społecznych,", "co", "najmniej", "10 %", "że:", "r.", "i"]

SIGNS = "aąłó 1.)(§–-\\[]{}„”…\u0301日א🌍%;:"
ADDRESSEES = ("Zarząd Województwa", "MCPS", "Komitet")


def trees() -> st.SearchStrategy[Tree]:
    """Any tree that may be kept. Grown from a seed: many times faster than drawing each unit from hypothesis."""
    return st.integers(0, 2**48).map(grow)


def grow(seed: int) -> Tree:
    """Nesting, marks and texts as the checks allow; identities and the order of the units at random."""
    chance = Random(seed)
    nodes: list[Node] = []
    free = chance.sample(range(200), 200)

    def add(kind: str, parent: Node | None, text: str | None = None) -> Node:
        demand = kind in MAY_DEMAND and chance.random() < 0.25
        override = chance.choice(["2a", "10b", "3aa"]) if kind in MAY_OVERRIDE and chance.random() < 0.1 else None
        node = Node(
            node_id=f"n{free[len(nodes)]:03}",
            parent_id=parent.node_id if parent else None,
            rank=len(nodes),
            kind=kind,
            text=a_text(chance) if text is None else text,
            demand=demand,
            addressees=tuple(chance.sample(ADDRESSEES, chance.randint(0, 3))) if demand else (),
            marker_override=override,
        )
        nodes.append(node)
        return node

    def add_points(parent: Node) -> None:
        for _ in range(chance.randint(0, 2)):
            point = add("point", parent)
            for _ in range(chance.randint(0, 2)):
                letter = add("letter", point)
                for _ in range(chance.randint(0, 2)):
                    add("indent", letter)

    for kind, most in (
        ("title", 1),
        ("basis", 1),
        ("recital", 3),
        ("section", 3),
        ("closing", 2),
        ("justification", 3),
    ):
        for _ in range(chance.randint(0, most)):
            if kind not in {"section", "closing"}:
                add(kind, None)
            elif chance.random() < 0.5:
                add_points(add(kind, None))
            else:
                section = add(kind, None, "")
                for _ in range(chance.randint(1, 3)):
                    add_points(add("paragraph", section))
    return build(chance.sample(nodes, len(nodes)))


def a_text(chance: Random) -> str:
    """Words, among them such as could be misread, or a few signs."""
    if chance.random() < 0.2:
        return normal_text("".join(chance.choices(SIGNS, k=chance.randint(0, 12))))
    return normal_text(" ".join(chance.choices(WORDS + TRAPS, k=chance.randint(0, 5))))


def shape(tree: Tree) -> list[tuple[object, ...]]:
    """All that counts but the identities: kinds, depths, texts and marks in the order of reading."""
    return [(depth, n.kind, n.text, n.demand, n.addressees, n.marker_override) for n, depth in tree.walk()]


def a_position() -> Tree:
    """The text of the mock, shortened: every kind of unit but the dash."""
    return build(
        [
            Node("title", None, 0, "title", "w sprawie zakupów poniżej progu u podmiotów ekonomii społecznej"),
            Node("basis", None, 1, "basis", "Na podstawie regulaminu zebrania rzeczników"),
            Node("r1", None, 2, "recital", "od 1 stycznia 2026 r. próg wynosi 170 000 zł,"),
            Node("r2", None, 3, "recital", "tylko 18 % samorządów kupowało odpowiedzialnie,"),
            Node("s1", None, 4, "section", "Wnosimy o wzór regulaminu zakupów, który:", True, ("Zarząd Województwa",)),
            Node("s1p1", "s1", 0, "point", "pozwala zapraszać wyłącznie podmioty ekonomii społecznej,"),
            Node("s1p2", "s1", 1, "point", "wyznacza udział zakupów społecznych:"),
            Node("s1p2a", "s1p2", 0, "letter", "w usługach co najmniej 10 %,"),
            Node("s1p2b", "s1p2", 1, "letter", "w żywieniu co najmniej 5 %."),
            Node("s2", None, 5, "section"),
            Node("s2u1", "s2", 0, "paragraph", "Wnosimy o informację o zakupach raz w roku.", True, ("Komitet",)),
            Node("s2u2", "s2", 1, "paragraph", "Informację przygotowuje MCPS do 30 czerwca."),
            Node("c", None, 6, "closing", "Stanowisko przekazuje się Komitetowi i Zarządowi Województwa."),
            Node("j1", None, 7, "justification", "Reguła działa, gdy jest prosta i znana z góry."),
            Node("j2", None, 8, "justification", "Wzór odpowie na to pytanie raz, a nie 314 razy."),
        ]
    )
