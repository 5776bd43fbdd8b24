# Weights to learn on from: of a checkpoint, or of the file that the eye runs.
# SPDX-License-Identifier: Apache-2.0
import struct
import zlib

import numpy
import torch

from network import Network


def learned(path, device="cpu"):
    """The state of a Network. In the eye's file (its format stands in counter/eye/weights.h) the norms are
    in the convolutions, so here they do nothing: hold them still while learning on."""
    with open(path, "rb") as file:
        content = file.read()
    if content[:4] != b"THNW":
        return torch.load(path, map_location=device)["average"]
    if zlib.crc32(content[:-4]) != int.from_bytes(content[-4:], "little"):
        raise SystemExit(f"{path} is damaged; take it from the repository again")
    _, _, count = struct.unpack_from("<IfI", content, 4)
    at, layers = 16, []
    for _ in range(count):
        inputs, outputs, kernel = struct.unpack_from("<III", content, at)
        at += 32
        shape = outputs, inputs, kernel, kernel
        weight = numpy.frombuffer(content, "<f2", outputs * inputs * kernel ** 2, at)
        at += weight.nbytes
        bias = numpy.frombuffer(content, "<f4", outputs, at)
        at += bias.nbytes
        layers.append((torch.from_numpy(weight.astype(numpy.float32)).reshape(shape), torch.from_numpy(bias.copy())))
    network = Network(layers[-1][0].shape[1])
    with torch.no_grad():
        for convolution, norm, (weight, bias) in zip(network.convolutions, network.norms, layers, strict=True):
            convolution.weight.copy_(weight)
            if convolution.bias is not None:
                convolution.bias.copy_(bias)
            else:
                norm.bias.copy_(bias)
    return {key: value.to(device) for key, value in network.state_dict().items()}
