# The changes that each showing of a picture makes to it, so that it is never the same twice.
# SPDX-License-Identifier: Apache-2.0
"""Pictures are (N, 3, H, W), 0..1; their maps (N, 4, H / 8, W / 8) as of data.truth_of. Which
picture is changed and how much comes from `random`, a numpy generator; what differs from pixel to
pixel is made where the pictures are."""
import numpy
import torch

from network import CELL_PX

# Persons per cell. In a packed crowd a head is as large as the blocks that `scramble` shuffles, and
# bodies hardly show: shuffled or on its head it would still be a crowd, and be called nobody.
SPARSE = 0.01


def normal(pictures):
    """As the network wants them."""
    return ((pictures - 0.5) / 0.25).contiguous(memory_format=torch.channels_last)


def generator_of(random, device):
    return torch.Generator(device).manual_seed(int(random.integers(2 ** 62)))


def per_picture(values, like):
    """One number, or three, for each picture: (N,) or (N, 3) to what can be multiplied with it."""
    values = torch.from_numpy(numpy.asarray(values, numpy.float32)).to(like.device)
    return values[:, :, None, None] if values.dim() == 2 else values[:, None, None, None]


def scramble(picture, maps, random, generator):
    """Shuffles small blocks in a part of one picture, in place: its textures stay, its people are
    no more."""
    cells = maps.shape[-1]
    height, width = random.integers(cells // 4, cells + 1, 2)
    top, left = random.integers(0, cells - height + 1), random.integers(0, cells - width + 1)
    part = picture[:, top * CELL_PX:(top + height) * CELL_PX, left * CELL_PX:(left + width) * CELL_PX]
    side = int(random.choice([4, 8]))
    rows, columns = part.shape[1] // side, part.shape[2] // side
    blocks = part.reshape(3, rows, side, columns, side).permute(1, 3, 0, 2, 4)
    blocks = blocks.reshape(rows * columns, 3, side, side)
    order = torch.randperm(len(blocks), device=picture.device, generator=generator)
    blocks = blocks[order]
    if random.random() < 0.5:
        blocks = blocks.transpose(2, 3)
    blocks = blocks.reshape(rows, columns, 3, side, side).permute(2, 0, 3, 1, 4)
    part.copy_(blocks.reshape(part.shape))
    maps[0, top:top + height, left:left + width] = 0
    maps[2, top:top + height, left:left + width] = 0


def blank(shape, random, device, generator):
    """A picture of nothing, clean or noisy, as a covered or dazzled camera sends: (3, H, W)."""
    level = random.choice([0, 255, random.integers(0, 256)])
    colour = level + (random.normal(0, 20, 3) if random.random() < 0.5 else numpy.zeros(3))
    picture = torch.tensor(colour / 255, dtype=torch.float32)[:, None, None].to(device)
    picture = picture.expand(shape)
    if random.random() < 0.6:
        grain = int(random.choice([1, 1, 2, 4, 8]))
        coarse = torch.randn((3, shape[1] // grain, shape[2] // grain), device=device,
                             generator=generator) * random.uniform(1 / 255, 90 / 255)
        picture = picture + coarse.repeat_interleave(grain, 1).repeat_interleave(grain, 2)
    return picture.clamp(0, 1)


def bars(side, random, device):
    """A shadow of something straight, (side, side), 1 in it and 0 beside: half of everything, bars, or
    bars of a narrow lattice."""
    angle, soft_px = random.uniform(0, numpy.pi), random.uniform(0.5, 2.5)
    column, row = (torch.arange(side, dtype=torch.float32, device=device) - middle
                   for middle in random.uniform(0, side, 2))
    across = column[None] * float(numpy.cos(angle)) + row[:, None] * float(numpy.sin(angle))
    kind = random.random()
    if kind < 0.4:
        return torch.sigmoid(across / soft_px)
    width = random.uniform(4, 40)
    shadow = torch.sigmoid((width - across % (width * random.uniform(1.5, 4))) / soft_px)
    return shadow * (across.abs() < random.uniform(30, 120)) if kind > 0.7 else shadow


def shade(pictures, random):
    """Puts a third of them in hard shadows, in place."""
    for index in numpy.flatnonzero(random.random(len(pictures)) < 0.35):
        shadow = bars(pictures.shape[-1], random, pictures.device)
        for _ in range(int(random.integers(0, 3))):
            other = bars(pictures.shape[-1], random, pictures.device)
            shadow = shadow * other if random.random() < 0.5 else torch.maximum(shadow, other)
        pictures[index] *= 1 - shadow * float(random.uniform(0.25, 0.65))


def colour(x, random, generator):
    """Other light, other cameras: grey, tinted, channels exchanged, pale or vivid, contrast, brightness,
    grain."""
    count = len(x)
    kind = random.random(count)
    grey = torch.from_numpy(kind < 0.20).to(x.device)[:, None, None, None]
    x = torch.where(grey, x.mean(1, keepdim=True), x)
    tint = 1 + random.normal(0, 0.08, (count, 3))
    tint[(kind < 0.20) | (kind > 0.65)] = 1
    x = x * per_picture(tint, x)
    for index in numpy.flatnonzero(random.random(count) < 0.10):
        x[index] = x[index][torch.from_numpy(random.permutation(3)).to(x.device)]
    vivid = numpy.where(random.random(count) < 0.5, numpy.exp(random.normal(-0.2, 0.35, count)), 1)
    pale = x.mean(1, keepdim=True)
    x = pale + (x - pale) * per_picture(vivid, x)
    gain, offset = numpy.exp(random.normal(-0.2, 0.3, count)), random.normal(0, 0.08, count)
    x = (x - 0.5) * per_picture(gain, x) + per_picture(0.5 + offset, x)
    power = numpy.where(random.random(count) < 0.6, numpy.exp(random.normal(-0.15, 0.35, count)), 1)
    x = x.clamp(1e-4, 1) ** per_picture(power, x)
    grain = numpy.where(random.random(count) < 0.5, 0.1 * random.random(count) ** 2, 0)
    x = x + per_picture(grain, x) * torch.randn(x.shape, device=x.device, generator=generator)
    return x.clamp(0, 1)


def show(pictures, maps, from_side, random):
    """Changed pictures and maps; `from_side` of each picture says whether it may stand on its head
    as a picture of nobody."""
    generator = generator_of(random, pictures.device)
    pictures, maps = pictures.contiguous(), maps.clone()
    which = random.random(len(pictures))
    sparse = (maps[:, 0].mean((1, 2)) < SPARSE).tolist()
    for index in numpy.flatnonzero(which < 0.34):
        if which[index] < 0.20:
            if sparse[index]:
                scramble(pictures[index], maps[index], random, generator)
        elif which[index] < 0.30:
            if sparse[index] and from_side[index]:
                pictures[index], maps[index] = pictures[index].flip(1), maps[index].flip(1)
                maps[index][[0, 2]] = 0
        else:
            pictures[index] = blank(pictures.shape[1:], random, pictures.device, generator)
            maps[index][[0, 2]], maps[index][[1, 3]] = 0, 1
    shade(pictures, random)
    pictures = colour(pictures, random, generator)
    mirrored = torch.from_numpy(random.random(len(pictures)) < 0.5).to(pictures.device)
    mirrored = mirrored[:, None, None, None]
    return (torch.where(mirrored, pictures.flip(3), pictures),
            torch.where(mirrored, maps.flip(3), maps))
