"""Damage: what a network, a disk or an attacker makes of bytes."""

from hypothesis import strategies as st


@st.composite
def mutated(draw: st.DrawFn, data: bytes) -> bytes:
    """``data`` with one to six bytes changed, runs removed or put in, or its end cut off."""
    damaged = bytearray(data)
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(damaged)))
        match draw(st.sampled_from(("flip", "overwrite", "cut", "remove", "insert"))):
            case "flip":
                if at < len(damaged):
                    damaged[at] ^= 1 << draw(st.integers(0, 7))
            case "overwrite":
                damaged[at : at + 1] = draw(st.binary(min_size=1, max_size=1))
            case "cut":
                del damaged[at:]
            case "remove":
                del damaged[at : at + draw(st.integers(1, 16))]
            case _:
                damaged[at:at] = draw(st.binary(min_size=1, max_size=16))
    return bytes(damaged)
