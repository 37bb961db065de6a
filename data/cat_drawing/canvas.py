"""A canvas of 64×64 pixels, painted with anti-aliased shapes.

Every shape is painted by comparing pixel positions with its outline, using only +, -, *, / and
square roots, which give the same digits on every computer.
"""

import math

import numpy as np

SIZE = 64  # pixels on a side
PIXEL_Y, PIXEL_X = np.mgrid[0:SIZE, 0:SIZE].astype(np.float32) + np.float32(0.5)
HALF, ZERO, ONE = np.float32(0.5), np.float32(0), np.float32(1)


def colour(red, green, blue):
    """Return a colour as the shape (3, 1, 1) that a Canvas paints with; 0 is dark, 255 bright."""
    return np.array([red, green, blue], dtype=np.float32).reshape(3, 1, 1)


BLACK, WHITE, PINK = colour(22, 20, 24), colour(244, 242, 238), colour(222, 130, 132)


class Canvas:
    """64×64 pixels, and a pen with its own place, scale and tilt on them.

    Every shape is given in the pen's coordinates: (0, 0) is the place, 1 is the scale, y points
    down. A pixel on an edge takes the new colour by the share of it that the shape covers: that
    makes edges smooth.
    """

    def __init__(self):
        self.pixels = np.zeros((3, SIZE, SIZE), dtype=np.float32)
        self.place(0, 0, 1)

    def place(self, x, y, scale, tilt=0.0, flip=False):
        """Move the pen to pixel (x, y), and turn it; flip swaps left and right.

        tilt is the tangent of half the angle: the cosine and the sine then need no library, whose
        last digit may differ between computers.
        """
        self.x, self.y, self.scale = x, y, scale
        self.cos, self.sin = (1 - tilt * tilt) / (1 + tilt * tilt), 2 * tilt / (1 + tilt * tilt)
        self.side = -1 if flip else 1

    def to_pixels(self, x, y):
        """Turn pen coordinates into pixel coordinates."""
        x, y = self.side * x * self.scale, y * self.scale
        return self.x + self.cos * x - self.sin * y, self.y + self.sin * x + self.cos * y

    def window(self, xs, ys, margin):
        """Return the slices of rows and columns around some pixels: nothing else needs painting."""
        x0, x1 = max(int(min(xs) - margin), 0), min(int(max(xs) + margin) + 1, SIZE)
        y0, y1 = max(int(min(ys) - margin), 0), min(int(max(ys) + margin) + 1, SIZE)
        return slice(y0, max(y1, y0)), slice(x0, max(x1, x0))

    def paint(self, window, distance, new):
        """Paint where distance (in pixels from the outline, negative inside) is below one half."""
        cover = np.minimum(np.maximum(HALF - distance, ZERO), ONE)
        patch = self.pixels[:, window[0], window[1]]
        patch += cover * (new - patch)

    def ellipse(self, x, y, rx, ry, new, roundness=0.0):
        """Fill an ellipse; roundness > 0 brightens its top and darkens its bottom, as on a ball."""
        cx, cy = self.to_pixels(x, y)
        rx, ry = max(rx * self.scale, 0.4), max(ry * self.scale, 0.4)
        window = self.window((cx,), (cy,), max(rx, ry) + 1)
        dx, dy = PIXEL_X[window] - np.float32(cx), PIXEL_Y[window] - np.float32(cy)
        u = (dx * np.float32(self.cos) + dy * np.float32(self.sin)) / np.float32(rx)
        v = (dy * np.float32(self.cos) - dx * np.float32(self.sin)) / np.float32(ry)
        distance = (np.sqrt(u * u + v * v) - ONE) * np.float32(min(rx, ry))
        if roundness:
            new = new * (ONE - np.float32(roundness) * (v + HALF * u))
        self.paint(window, distance, new)

    def shadow(self, x, y, rx, ry):
        """Darken a soft ellipse, darkest in its middle, as on the ground under an object."""
        cx, cy = self.to_pixels(x, y)
        rx, ry = rx * self.scale, ry * self.scale
        rows, columns = self.window((cx - rx, cx + rx), (cy - ry, cy + ry), 1)
        u = (PIXEL_X[rows, columns] - np.float32(cx)) / np.float32(rx)
        v = (PIXEL_Y[rows, columns] - np.float32(cy)) / np.float32(ry)
        depth = np.maximum(ONE - u * u - v * v, ZERO)
        self.pixels[:, rows, columns] *= ONE - HALF * depth

    def rectangle(self, left, top, right, bottom, new):
        """Fill a rectangle."""
        self.polygon([(left, top), (right, top), (right, bottom), (left, bottom)], new)

    def polygon(self, points, new):
        """Fill a polygon without dents: its inside lies on one side of all of its edges."""
        corners = [self.to_pixels(x, y) for x, y in points]
        xs, ys = [c[0] for c in corners], [c[1] for c in corners]
        window = self.window(xs, ys, 1)
        px, py = PIXEL_X[window], PIXEL_Y[window]
        turn = (xs[1] - xs[0]) * (ys[2] - ys[1]) - (ys[1] - ys[0]) * (xs[2] - xs[1])
        distance = None
        for i in range(len(xs)):
            x0, y0, x1, y1 = xs[i - 1], ys[i - 1], xs[i], ys[i]
            length = max(math.sqrt((x1 - x0) * (x1 - x0) + (y1 - y0) * (y1 - y0)), 1e-6)
            nx, ny = (y1 - y0) / length, (x0 - x1) / length
            if turn < 0:
                nx, ny = -nx, -ny
            edge = px * np.float32(nx) + py * np.float32(ny) - np.float32(nx * x0 + ny * y0)
            distance = edge if distance is None else np.maximum(distance, edge)
        self.paint(window, distance, new)

    def stroke(self, points, width, new):
        """Draw a line with round ends through the points, width thick (at least half a pixel)."""
        corners = [self.to_pixels(x, y) for x, y in points]
        xs, ys = [c[0] for c in corners], [c[1] for c in corners]
        radius = max(width * self.scale / 2, 0.28)
        window = self.window(xs, ys, radius + 1)
        px, py = PIXEL_X[window], PIXEL_Y[window]
        nearest = None
        for i in range(1, len(xs)):
            ax, ay = xs[i] - xs[i - 1], ys[i] - ys[i - 1]
            dx, dy = px - np.float32(xs[i - 1]), py - np.float32(ys[i - 1])
            along = dx * np.float32(ax) + dy * np.float32(ay)
            along /= np.float32(max(ax * ax + ay * ay, 1e-6))
            along = np.minimum(np.maximum(along, ZERO), ONE)
            dx, dy = dx - along * np.float32(ax), dy - along * np.float32(ay)
            square = dx * dx + dy * dy
            nearest = square if nearest is None else np.minimum(nearest, square)
        self.paint(window, np.sqrt(nearest) - np.float32(radius), new)

    def curve(self, start, bend, end, width, new, pieces=6):
        """Draw a curve from start to end, pulled towards the point bend (a quadratic Bézier)."""
        points = []
        for k in range(pieces + 1):
            t = k / pieces
            a, b, c = (1 - t) * (1 - t), 2 * t * (1 - t), t * t
            x = a * start[0] + b * bend[0] + c * end[0]
            y = a * start[1] + b * bend[1] + c * end[1]
            points.append((x, y))
        self.stroke(points, width, new)
