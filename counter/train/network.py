# The network: persons and heads in cells of 8 x 8 pixels, and how unsure it is of them.
# SPDX-License-Identifier: Apache-2.0
"""A chain of convolutions, so that the eye can run it with a few lines of oneDNN.

Input (N, 3, H, W): blue, green, red as (value / 255 - 0.5) / 0.25; H and W multiples of 8.
Output, three (N, H / 8, W / 8): the density, persons per cell (their heads' middles); the variance of
what is read of a cell; and whether a head's middle is in it, before the logistic function.
"""
import torch
from torch import nn
from torch.nn import functional

CELL_PX = 8


def plan(width):
    """The layers: (in, out, kernel, stride, dilation, relu, index of the layer to add or -1)."""
    half = width // 2
    layers = [
        (3, 16, 3, 2, 1, True, -1),
        (16, half, 3, 2, 1, True, -1),
        (half, half, 3, 1, 1, True, -1),
        (half, width, 3, 2, 1, True, -1),
    ]
    for first, second in ((1, 2), (1, 4), (1, 2), (1, 4)):
        before = len(layers) - 1
        layers.append((width, width, 3, 1, first, True, -1))
        layers.append((width, width, 3, 1, second, True, before))
    layers.append((width, width, 1, 1, 1, True, -1))
    layers.append((width, 3, 1, 1, 1, False, -1))
    return layers


class Network(nn.Module):
    """`width`: channels at the coarsest level."""

    def __init__(self, width):
        super().__init__()
        self.plan = plan(width)
        self.convolutions = nn.ModuleList()
        self.norms = nn.ModuleList()
        for index, (inputs, outputs, kernel, stride, dilation, _, _) in enumerate(self.plan):
            last = index == len(self.plan) - 1
            self.convolutions.append(nn.Conv2d(
                inputs, outputs, kernel, stride, dilation * (kernel - 1) // 2, dilation, bias=last))
            self.norms.append(nn.Identity() if last else nn.BatchNorm2d(outputs))
        with torch.no_grad():  # begins with few persons and a small variance
            self.convolutions[-1].weight.mul_(0.1)
            self.convolutions[-1].bias.copy_(torch.tensor([-4.0, -4.0, -5.0]))

    def forward(self, pictures):
        kept = []
        x = pictures
        for layer, convolution, norm in zip(self.plan, self.convolutions, self.norms):
            x = norm(convolution(x))
            if layer[6] >= 0:
                x = x + kept[layer[6]]
            if layer[5]:
                x = functional.relu(x)
            kept.append(x)
        return functional.softplus(x[:, 0]), functional.softplus(x[:, 1]), x[:, 2]
