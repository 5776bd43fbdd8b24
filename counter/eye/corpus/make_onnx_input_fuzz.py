# Makes the seeds of onnx_input_fuzz: descriptions of models without weights. Run in this folder.
# SPDX-License-Identifier: Apache-2.0
import pathlib


def varint(value):
    out = b""
    while value >= 128:
        out += bytes([value & 127 | 128])
        value >>= 7
    return out + bytes([value])


def number(field, value):
    return varint(field << 3) + varint(value)


def text(field, value):
    return varint(field << 3 | 2) + varint(len(value)) + value


def tensor(name, sides, element=1):
    """A side of 0 is left open."""
    shape = b"".join(text(1, number(1, side) if side else text(2, b"any")) for side in sides)
    return text(1, name) + text(2, text(1, number(1, element) + text(2, shape)))


def model(*graph):
    return number(1, 7) + text(7, b"".join(graph)) + text(8, number(2, 11))


folder = pathlib.Path("onnx_input_fuzz")
folder.mkdir(exist_ok=True)
picture = text(11, tensor(b"picture", (1, 3, 480, 640)))
weight = text(5, number(1, 1) + number(2, 1) + text(8, b"w") + text(9, bytes(4)))
(folder / "one_size").write_bytes(model(picture, weight))
(folder / "any_size").write_bytes(model(text(11, tensor(b"picture", (0, 3, 0, 0)))))
(folder / "weight_listed").write_bytes(model(picture, text(11, tensor(b"w", (1,))), weight))
(folder / "bytes").write_bytes(model(text(11, tensor(b"picture", (1, 3, 64, 64), 2))))
(folder / "other_wires").write_bytes(
    varint(9 << 3 | 1) + bytes(8) + varint(9 << 3 | 5) + bytes(4) + model(picture))
(folder / "cut").write_bytes(model(picture)[:-12])
