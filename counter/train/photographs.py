# Takes photographs without people out of Debian packages, for the painter to lay into places.
# SPDX-License-Identifier: Apache-2.0
"""python3 photographs.py --packages FOLDER --out FOLDER

FOLDER of packages: the .deb files that photographs.txt names, as `apt-get download` leaves them.
Needs python3-pil, dpkg-deb, and ffmpeg for what PIL cannot read."""
import argparse
import pathlib
import subprocess
import tempfile
import zipfile

from PIL import Image, ImageStat

LARGE_PX = 640  # longer pictures show a scene: they are kept small, and in tiles
DULL = 14  # standard deviation of brightness, 0..255, below which a tile shows hardly anything
SKY = (190, 205, 220, 255)  # where a picture is transparent


def listed(file):
    """Pairs of package and path in it; lines are `package/folder: name name`, names go on below."""
    folder, pairs = None, []
    for line in file.read_text(encoding="ascii").splitlines():
        if line.startswith("#"):
            continue
        if not line.startswith(" "):
            folder, line = line.split(":")
        package, _, inside = folder.partition("/")
        pairs += [(package, pathlib.Path(inside) / name) for name in line.split()]
    return pairs


def unpack(packages, name, into):
    """The folder of a package's files; archives of games lie unpacked in it."""
    folder = into / name
    if not folder.exists():
        (deb,) = packages.glob(f"{name}_*.deb")
        subprocess.run(["dpkg-deb", "-x", deb, folder], check=True)
        for archive in folder.rglob("*.pk3"):
            zipfile.ZipFile(archive).extractall(folder)
    return folder


def read(file):
    if file.suffix == ".exr":
        png = file.with_suffix(".png")
        subprocess.run(["ffmpeg", "-v", "error", "-y", "-apply_trc", "iec61966_2_1", "-i", file,
                        "-pix_fmt", "rgb24", png], check=True)
        file = png
    picture = Image.open(file)
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        picture = picture.convert("RGBA")
        sky = Image.new("RGBA", picture.size, SKY)
        sky.alpha_composite(picture)
        picture = sky
    return picture.convert("RGB")


def parts(picture, scene):
    """The picture; before it, if it is a large scene, its tiles."""
    if scene and max(picture.size) > LARGE_PX:
        large = picture.copy()
        large.thumbnail((1920, 1920), Image.LANCZOS)
        columns, rows = (max(1, round(length / 620)) for length in large.size)
        corners = [(x * large.width // columns, y * large.height // rows,
                    (x + 1) * large.width // columns, (y + 1) * large.height // rows)
                   for y in range(rows) for x in range(columns)]
        for tile in map(large.crop, corners if len(corners) > 1 else []):
            if ImageStat.Stat(tile.convert("L")).stddev[0] >= DULL:
                yield tile
        picture.thumbnail((720, 720), Image.LANCZOS)
    else:
        picture.thumbnail((LARGE_PX, LARGE_PX), Image.LANCZOS)
    yield picture


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--packages", type=pathlib.Path, required=True)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    count = 0
    with tempfile.TemporaryDirectory() as folder:
        for package, path in listed(pathlib.Path(__file__).with_suffix(".txt")):
            picture = read(unpack(options.packages, package, pathlib.Path(folder)) / path)
            scene = package not in ("ufoai-textures", "torcs-data")  # which are of surfaces
            for part in parts(picture, scene):
                part.save(options.out / f"{count:05d}.jpg", quality=93)
                count += 1
    print(f"{options.out}: {count} pictures")


if __name__ == "__main__":
    main()
