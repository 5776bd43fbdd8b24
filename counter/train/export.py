# A trained network to the file that the eye runs.
# SPDX-License-Identifier: Apache-2.0
"""python3 export.py --checkpoint FILE --drawn FOLDER --out counter/eye/weights/default.thnw

The format stands in counter/eye/weights.h. Norms go into the convolutions; weights are halves."""
import argparse
import hashlib
import struct
import zlib

import torch
from torch.nn import functional

import data
import showing
from learned import learned
from network import Network


def folded(convolution, norm):
    """Weights and bias of the convolution with its norm (mean and variance as trained) inside."""
    weight, bias = convolution.weight, convolution.bias
    if bias is None:
        bias = torch.zeros(weight.shape[0])
    if isinstance(norm, torch.nn.BatchNorm2d):
        factor = norm.weight / torch.sqrt(norm.running_var + norm.eps)
        weight = weight * factor[:, None, None, None]
        bias = (bias - norm.running_mean) * factor + norm.bias
    return weight.detach().half().float(), bias.detach()


def run(plan, layers, pictures, largest):
    """The folded network; notes the largest absolute input of each layer in `largest`."""
    kept, x = [], pictures
    for index, (layer, (weight, bias)) in enumerate(zip(plan, layers)):
        largest[index] = max(largest[index], float(x.abs().max()))
        x = functional.conv2d(x, weight, bias, layer[3], layer[4] * (layer[2] - 1) // 2, layer[4])
        if layer[6] >= 0:
            x = x + kept[layer[6]]
        if layer[5]:
            x = functional.relu(x)
        kept.append(x)
    return functional.softplus(x[:, 0]), functional.softplus(x[:, 1]), x[:, 2]


def mean_of(weights, others):
    """Of two sets of weights, the second learned on from the first: often better than either."""
    return {key: (value + others[key]) / 2 if value.dtype.is_floating_point else value
            for key, value in weights.items()}


def card(saved, file_bytes, is_mixed):
    """What whoever uses the weights should know of them."""
    figures = saved["figures"]
    before = f"what {saved['began_with']} has learned, then " if saved["began_with"] else ""
    made_by = "counter/train/train.py --begin-with" if before else "sh counter/train/train.sh"
    mixed = "; of what was learned last, before the mean of it and of what it began with was taken" if is_mixed else ""
    return f"""# The default network
Persons and heads in cells of 8 x 8 pixels, in pictures where an adult is {saved["person_px"]:g} pixels tall.

| | |
|---|---|
| learned from | {before}{saved["pictures"]} drawn pictures (`throng-draw records`), partly on photographs without people (`photographs.txt`); no photograph of a person |
| steps | {saved["step"]} of {saved["batch"]} pictures, seed {saved["seed"]}, channels {saved["width"]} |
| made by | `{made_by}` |
| file | default.thnw, {len(file_bytes)} bytes, sha256 {hashlib.sha256(file_bytes).hexdigest()} |
| held-out drawn pictures | mean {figures["persons"]:.1f} persons, mean absolute error {figures["mae"]:.2f}, bias {figures["bias"]:+.2f}, 90% interval holds {figures["inside"]:.0%}{mixed} |
| licence | Apache-2.0 |

Limits: it finds heads, so somebody whose head is hidden or outside the picture may be missed; it
has learned no lens wider than 105 degrees, no camera lower than 2.2 m, no person smaller than
{saved["person_px"] / 2.5:.0f} pixels. See SPECIFICATION.md for its error on drawn and on real scenes.
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", required=True)
    parser.add_argument("--drawn", required=True, help="folders of drawn pictures, to measure activations with")
    parser.add_argument("--side", type=int, default=256)
    parser.add_argument("--out", required=True)
    parser.add_argument("--mixed-with", help="what it began with, a checkpoint or default.thnw: writes the mean of both")
    parser.add_argument("--card", help="where the model card goes")
    options = parser.parse_args()
    saved = torch.load(options.checkpoint, map_location="cpu")
    if options.mixed_with:
        saved["average"] = mean_of(saved["average"], learned(options.mixed_with))
    network = Network(saved["width"])
    network.load_state_dict(saved["average"])
    network.eval()
    layers = [folded(*pair) for pair in zip(network.convolutions, network.norms)]
    drawn = data.Drawn(options.side, saved["person_px"]).take([options.drawn])
    largest = [0.0] * len(layers)
    with torch.no_grad():
        for index in range(0, len(drawn), max(1, len(drawn) // 200)):
            x = showing.normal(drawn.pictures[index].permute(2, 0, 1)[None].float() / 255)
            written, trained = run(network.plan, layers, x, largest), network(x)
            # Not what is read of them: which of two cells is a head's can hang by a thread.
            wrong = [float((part - other).abs().max()) for part, other in
                     ((written[0], trained[0]), (written[2].sigmoid(), trained[2].sigmoid()))]
            if max(wrong) > 0.05:
                raise SystemExit(f"picture {index}: a cell's density or score is off by {wrong}")
    out = bytearray(b"THNW" + struct.pack("<IfI", 1, saved["person_px"], len(layers)))
    for layer, (weight, bias), most in zip(network.plan, layers, largest):
        inputs, outputs, kernel, stride, dilation, relu, add_from = layer
        out += struct.pack("<IIIIIIif", inputs, outputs, kernel, stride, dilation, int(relu),
                           add_from, most)
        out += weight.numpy().astype("<f2").tobytes() + bias.numpy().astype("<f4").tobytes()
    out += struct.pack("<I", zlib.crc32(bytes(out)))
    with open(options.out, "wb") as file:
        file.write(out)
    if options.card:
        with open(options.card, "w", encoding="ascii") as file:
            file.write(card(saved, bytes(out), options.mixed_with is not None))
    print(f"{options.out}: {len(out)} bytes, step {saved['step']}")


if __name__ == "__main__":
    main()
