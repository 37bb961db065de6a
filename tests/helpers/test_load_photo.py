"""Photographs: every mode and orientation becomes a square of RGB pixels, and the errors of bad files."""

import numpy as np
import pytest
from PIL import Image

from helpers.datasets import CHELSEA, DataError, MissingDataError, load_photo
from tests.helpers.spoiled_files import assert_one_clear_sentence, empty, web_page


def test_the_photograph_of_chelsea():
    photo = load_photo(CHELSEA)
    assert (photo.shape, photo.dtype) == ((64, 64, 3), np.uint8)
    assert photo.flags.writeable
    red, _, blue = photo.mean(axis=(0, 1))
    assert red > blue + 20 and photo.std() > 20  # a ginger cat, not a grey square
    assert load_photo(str(CHELSEA), size=20).shape == (20, 20, 3)
    assert CHELSEA.stat().st_size <= 250_000


def two_colours(width=80, height=40):
    """A red left half and a blue right half."""
    pixels = np.zeros((height, width, 3), np.uint8)
    pixels[:, : width // 2, 0] = pixels[:, width // 2 :, 2] = 200
    return Image.fromarray(pixels)


@pytest.mark.parametrize("mode", ["RGB", "L", "1", "P", "RGBA", "LA", "CMYK", "I;16", "I"])
def test_every_mode(tmp_path, mode):
    suffix = ".tif" if mode in ("CMYK", "I") else ".png"
    path = tmp_path / f"photo{suffix}"
    if mode.startswith("I"):
        deep = np.zeros((40, 80), np.uint16 if mode == "I;16" else np.int32)
        deep[:, 40:] = 128 * 257
        Image.fromarray(deep).save(path)
    else:
        two_colours().convert(mode).save(path)
    photo = load_photo(path)
    assert (photo.shape, photo.dtype) == ((64, 64, 3), np.uint8)
    left, right = photo[:, :20].mean(axis=(0, 1)), photo[:, -20:].mean(axis=(0, 1))
    if mode.startswith("I"):
        np.testing.assert_allclose(left, 0, atol=1)
        np.testing.assert_allclose(right, 128, atol=1)
    elif mode in ("RGB", "P", "RGBA", "CMYK"):
        np.testing.assert_allclose(left, (200, 0, 0), atol=6)
        np.testing.assert_allclose(right, (0, 0, 200), atol=6)
    else:
        assert left.mean() > right.mean() + 15  # red is brighter than blue, seen in grey


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_transparent_parts_become_white(tmp_path, mode):
    path = tmp_path / "photo.png"
    image = Image.new("RGBA", (30, 30), (10, 10, 10, 0))
    image.paste((10, 10, 10, 255), (15, 0, 30, 30))
    if mode == "P":
        image = Image.fromarray((np.arange(900).reshape(30, 30) % 30 >= 15).astype(np.uint8))
        image = image.convert("P")
        image.putpalette([10] * 768)
        image.save(path, transparency=0)
    else:
        image.convert(mode).save(path)
    photo = load_photo(path)
    assert (photo[:, :28] > 250).all() and (photo[:, 36:] < 20).all()


def test_the_middle_is_kept_and_nothing_stretched(tmp_path):
    pixels = np.zeros((30, 90, 3), np.uint8)
    pixels[:, 30:60] = 255
    Image.fromarray(pixels).save(tmp_path / "wide.png")
    assert (load_photo(tmp_path / "wide.png")[:, 8:-8] > 250).all()
    Image.fromarray(pixels.transpose(1, 0, 2)).save(tmp_path / "tall.png")
    assert (load_photo(tmp_path / "tall.png")[8:-8] > 250).all()


def test_shrinking_averages(tmp_path):
    """A fine chequered pattern becomes grey: no pixel is merely skipped."""
    pattern = (np.indices((640, 640)).sum(axis=0) % 2 * 255).astype(np.uint8)
    Image.fromarray(pattern).save(tmp_path / "fine.png")
    np.testing.assert_allclose(load_photo(tmp_path / "fine.png"), 127.5, atol=3)


ORIENTATIONS = [(1, "left"), (3, "right"), (6, "top"), (8, "bottom")]


@pytest.mark.parametrize(("orientation", "where"), ORIENTATIONS)
def test_a_photograph_is_turned_as_the_camera_was_held(tmp_path, orientation, where):
    exif = Image.Exif()
    exif[0x0112] = orientation
    path = tmp_path / "held.jpg"
    two_colours(80, 80).save(path, exif=exif, quality=95)
    photo = load_photo(path).astype(int)
    redness = photo[..., 0] - photo[..., 2]
    sides = {"left": redness[:, :20], "right": redness[:, -20:]}
    sides |= {"top": redness[:20], "bottom": redness[-20:]}
    assert max(sides, key=lambda side: sides[side].mean()) == where


def test_a_tiny_picture_is_enlarged(tmp_path):
    Image.new("RGB", (1, 1), (1, 2, 3)).save(tmp_path / "dot.png")
    assert (load_photo(tmp_path / "dot.png") == (1, 2, 3)).all()


def heic(path):
    path.write_bytes(b"\x00\x00\x00\x24ftypheic\x00\x00\x00\x00mif1heic" + bytes(400))


def cut_short(path):
    two_colours(400, 400).save(path, format="JPEG")
    path.write_bytes(path.read_bytes()[:1200])


def cut_short_png(path):
    Image.open(CHELSEA).save(path, format="PNG")
    path.write_bytes(path.read_bytes()[:5000])


def spoiled_png(path):
    data = bytearray(CHELSEA.read_bytes())
    data[3000:3400] = b"\x00" * 400
    path.write_bytes(data)


def too_many_pixels(path):
    Image.new("1", (20000, 10000)).save(path, format="PNG")


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (heic, "HEIC"),
        (web_page, "not a picture"),
        (empty, "not a picture"),
        (cut_short, "cut short"),
        (cut_short_png, "cut short"),
        (spoiled_png, "not a picture"),
        (too_many_pixels, "too many pixels"),
    ],
)
def test_what_is_no_picture(tmp_path, make, words, monkeypatch):
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 20_000_000)
    path = tmp_path / "my_cat.jpg"
    make(path)
    with pytest.raises(DataError) as caught:
        load_photo(path)
    assert_one_clear_sentence(caught.value, path, words, "export it as JPEG or PNG")


def test_no_photograph_there(tmp_path):
    with pytest.raises(MissingDataError) as caught:
        load_photo(tmp_path / "my_cat.jpg")
    assert_one_clear_sentence(caught.value, tmp_path / "my_cat.jpg", "is missing", "give the path")
    with pytest.raises(DataError, match="is a folder"):
        load_photo(tmp_path)
