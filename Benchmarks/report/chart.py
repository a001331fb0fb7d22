"""Charts as SVG, light and dark, with nothing but the standard library.

A chart has logarithmic axes, one line a series, its name at the line's end. Colours follow the reader's scheme:
the file holds both, and a `prefers-color-scheme` rule chooses.
"""

import math
from html import escape

WIDTH, HEIGHT = 720, 400
LEFT, RIGHT, TOP, BOTTOM = 66, 118, 46, 48

# Told apart by people who do not see all colours (Okabe and Ito 2008), a lighter or darker tone on each ground.
LIGHT = ["#0072b2", "#d55e00", "#008a63", "#b0407f", "#8a6d00", "#555555", "#2f9bd3"]
DARK = ["#56b4e9", "#ff8c42", "#2fc79c", "#e48bc0", "#f0e442", "#bbbbbb", "#9ad5f5"]

STYLE = """
text { font: 12px system-ui, sans-serif; fill: #222 }
.title { font-size: 15px; font-weight: 600 }
.ground { fill: #fff } .grid { stroke: #e4e4e4; stroke-width: 1 } .axis { stroke: #888; stroke-width: 1 }
.line { fill: none; stroke-width: 2; stroke-linejoin: round } .ours { stroke-width: 3.5 }
%s
@media (prefers-color-scheme: dark) {
text { fill: #ddd } .ground { fill: #16181c } .grid { stroke: #2b2f36 } .axis { stroke: #777 }
%s
}
"""


def colours(tones):
    return "\n".join(
        f".c{index} {{ stroke: {tone} }} .d{index} {{ fill: {tone} }}" for index, tone in enumerate(tones)
    )


class Axis:
    """A logarithmic axis from `low` to `high`, both widened to what the ticks need."""

    def __init__(self, values, pixels, most=8):
        low, high = min(values), max(values)
        self.low, self.high = math.log10(low), math.log10(high) + 0.02
        if self.high - self.low < 0.3:
            self.low, self.high = self.low - 0.2, self.high + 0.2
        self.start, self.end = pixels
        self.ticks = self.chosen(most)

    def at(self, value):
        share = (math.log10(value) - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)

    def chosen(self, most):
        first, last = math.floor(self.low), math.ceil(self.high)
        for steps in ([1, 2, 5], [1], [1e-9]):
            ticks = [step * 10.0**power for power in range(first, last + 1) for step in steps]
            ticks = [tick for tick in ticks if self.low - 1e-9 <= math.log10(tick) <= self.high + 1e-9]
            if len(ticks) <= most:
                return ticks
        return [10.0**power for power in range(first, last + 1, 2)]


def plain(value):
    """2,000 or 0.05, as short as it goes."""
    return f"{value:,.0f}" if value >= 1 else f"{value:g}" if value >= 1e-4 else f"{value:.0e}"


def apart(places, least=14):
    """Moves labels down until none lies on another; the order stays."""
    moved, last = {}, -math.inf
    for name, place in sorted(places.items(), key=lambda item: item[1]):
        last = max(place, last + least)
        moved[name] = last
    return moved


def chart(title, across, up, series, steps=False, up_unit=plain, ours=("Tandem",)):
    """The SVG text. `series`: name to list of (x, y), all above 0; with `steps` y holds until the next x."""
    series = {name: points for name, points in series.items() if points}
    xs = [x for points in series.values() for x, _ in points]
    ys = [y for points in series.values() for _, y in points]
    horizontal, vertical = Axis(xs, (LEFT, WIDTH - RIGHT)), Axis(ys, (HEIGHT - BOTTOM, TOP))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-label="{escape(title)}">',
        f"<style>{STYLE % (colours(LIGHT), colours(DARK))}</style>",
        f'<rect class="ground" width="{WIDTH}" height="{HEIGHT}"/>',
        f'<text class="title" x="{LEFT}" y="22">{escape(title)}</text>',
    ]
    for tick in horizontal.ticks:
        x = round(horizontal.at(tick), 1)
        parts.append(f'<line class="grid" x1="{x}" x2="{x}" y1="{TOP}" y2="{HEIGHT - BOTTOM}"/>')
        parts.append(f'<text x="{x}" y="{HEIGHT - BOTTOM + 16}" text-anchor="middle">{plain(tick)}</text>')
    for tick in vertical.ticks:
        y = round(vertical.at(tick), 1)
        parts.append(f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y}" y2="{y}"/>')
        parts.append(f'<text x="{LEFT - 6}" y="{y + 4}" text-anchor="end">{up_unit(tick)}</text>')
    parts.append(
        f'<path class="axis" fill="none" d="M{LEFT} {TOP}V{HEIGHT - BOTTOM}H{WIDTH - RIGHT}"/>'
        f'<text x="{(LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 12}" text-anchor="middle">{escape(across)}</text>'
        f'<text x="{LEFT}" y="{TOP - 8}">{escape(up)}</text>'
    )
    ends = apart({name: vertical.at(points[-1][1]) for name, points in series.items()})
    for index, (name, points) in enumerate(series.items()):
        colour = index % len(LIGHT)
        path, before = [], None
        for x, y in points:
            place = (round(horizontal.at(x), 1), round(vertical.at(y), 1))
            if steps and before:
                path.append(f"H{place[0]}V{place[1]}")
            else:
                path.append(f'{"L" if before else "M"}{place[0]} {place[1]}')
            before = place
        weight = " ours" if name.startswith(ours) else ""
        parts.append(f'<path class="line c{colour}{weight}" d="{"".join(path)}"/>')
        if not steps:
            parts += [
                f'<circle class="d{colour}" cx="{horizontal.at(x):.1f}" cy="{vertical.at(y):.1f}" r="3"/>'
                for x, y in points
            ]
        parts.append(
            f'<text class="d{colour}" x="{WIDTH - RIGHT + 8}" y="{ends[name] + 4:.1f}">{escape(name)}</text>'
        )
    return "\n".join(parts) + "\n</svg>\n"
