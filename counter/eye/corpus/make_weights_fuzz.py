# Makes the seeds of weights_fuzz: files of weights without their checksum. Run in this folder.
# SPDX-License-Identifier: Apache-2.0
import pathlib
import struct


def file_of(*layers):
    """Each layer: in, out, kernel, stride, dilation, relu, add_from."""
    out = b"THNW" + struct.pack("<IfI", 1, 36.0, len(layers))
    for inputs, outputs, kernel, *rest in layers:
        out += struct.pack("<IIIIIIif", inputs, outputs, kernel, *rest, 1.0)
        out += bytes(2 * inputs * outputs * kernel * kernel + 4 * outputs)
    return out


folder = pathlib.Path("weights_fuzz")
folder.mkdir(exist_ok=True)
(folder / "chain").write_bytes(file_of((3, 4, 3, 8, 1, 1, -1), (4, 2, 1, 1, 1, 0, -1)))
(folder / "shortcut").write_bytes(file_of(
    (3, 2, 3, 4, 1, 1, -1), (2, 2, 3, 2, 1, 1, -1), (2, 2, 3, 1, 2, 1, -1), (2, 2, 1, 1, 1, 0, 1)))
(folder / "empty").write_bytes(file_of())
