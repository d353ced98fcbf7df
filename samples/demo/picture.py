"""The picture of a demo run, as SVG: one row a mode, messages per window against the limit on the left, cancel delay on the right."""

import math

import results
import table

WIDTH, ROW_HEIGHT, TOP, BOTTOM = 1200, 184, 98, 6
PLOT_HEIGHT = 122
LEFT_X, LEFT_WIDTH = 62, 690
RIGHT_X, RIGHT_WIDTH = 826, 320

INK, QUIET, GRID, PAPER = "#1f2933", "#6b7785", "#e4e8ec", "#ffffff"
LIMIT_COLOUR, OVER_COLOUR = "#c62828", "#ef9a9a"
COLOURS = {"none": "#8d6e63", "fifo": "#c77700", "sluice": "#00695c"}
FILLS = {"none": "#d7ccc8", "fifo": "#ffe0b2", "sluice": "#b2dfdb"}


def text(x, y, words, size=13, colour=INK, anchor="start", weight="normal"):
    words = words.replace("&", "&amp;").replace("<", "&lt;")
    return (f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{colour}" text-anchor="{anchor}" '
            f'font-weight="{weight}">{words}</text>')


def line(x1, y1, x2, y2, colour, width=1.0, dash=""):
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    return (f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}" '
            f'stroke-width="{width}"{dashes}/>')


def nice_step(highest, steps):
    """A round distance of about `steps` grid lines up to `highest`."""
    rough = max(highest / steps, 1e-9)
    power = 10 ** math.floor(math.log10(rough))
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough)


class WindowPlot:
    """Messages in the window that ends at each moment, against the limit."""

    def __init__(self, seconds, highest, limit):
        self.seconds = seconds
        self.highest = highest
        self.limit = limit

    def x(self, seconds):
        return LEFT_X + LEFT_WIDTH * seconds / self.seconds

    def y(self, top, count):
        return top + PLOT_HEIGHT * (1 - count / self.highest)

    def grid(self, top, has_seconds):
        parts = []
        step = nice_step(self.highest, 4)
        for i in range(int(self.highest / step) + 1):
            count = i * step
            parts.append(line(LEFT_X, self.y(top, count), LEFT_X + LEFT_WIDTH, self.y(top, count), GRID))
            parts.append(text(LEFT_X - 8, self.y(top, count) + 4, f"{count:g}", 11, QUIET, "end"))
        step = nice_step(self.seconds, 8)
        for i in range(int(self.seconds / step) + 1):
            x = self.x(i * step)
            parts.append(line(x, top + PLOT_HEIGHT, x, top + PLOT_HEIGHT + 4, QUIET))
            if has_seconds:
                parts.append(text(x, top + PLOT_HEIGHT + 18, f"{i * step:g} s", 11, QUIET, "middle"))
        return parts

    def curve(self, top, series, mode):
        points = [f"{self.x(0):.1f},{self.y(top, 0):.1f}"]
        points += [f"{self.x(seconds):.1f},{self.y(top, count):.1f}" for seconds, count in series]
        closed = " ".join([*points, f"{self.x(series[-1][0]):.1f},{self.y(top, 0):.1f}"])
        base = self.y(top, 0)
        limit_y = self.y(top, self.limit)
        clip = f"over-{mode}"
        return [
            f'<clipPath id="{clip}"><rect x="{LEFT_X}" y="{top - 20}" width="{LEFT_WIDTH}" '
            f'height="{max(limit_y - top + 20, 0):.1f}"/></clipPath>',
            f'<polygon points="{closed}" fill="{FILLS[mode]}"/>',
            f'<polygon points="{closed}" fill="{OVER_COLOUR}" clip-path="url(#{clip})"/>',
            f'<polyline points="{" ".join(points)}" fill="none" stroke="{COLOURS[mode]}" stroke-width="1.6" '
            'stroke-linejoin="round"/>',
            line(LEFT_X, limit_y, LEFT_X + LEFT_WIDTH, limit_y, LIMIT_COLOUR, 1.6, "6 4"),
            line(LEFT_X, base, LEFT_X + LEFT_WIDTH, base, QUIET),
        ]


class DelayPlot:
    """p50, p99 and the slowest cancel on one logarithmic axis for all modes."""

    def __init__(self, delays):
        values = [max(delay[key], 0.01) for delay in delays for key in ("p50", "p99", "max")]
        self.low = math.floor(math.log10(min(values)))
        self.high = max(math.ceil(math.log10(max(values) * 1.2)), self.low + 1)

    def x(self, milliseconds):
        place = (math.log10(max(milliseconds, 0.01)) - self.low) / (self.high - self.low)
        return RIGHT_X + RIGHT_WIDTH * place

    def grid(self, top, has_labels):
        parts = []
        for power in range(self.low, self.high + 1):
            x = self.x(10 ** power)
            parts.append(line(x, top, x, top + PLOT_HEIGHT, GRID))
            if has_labels:
                words = f"{10 ** power:g} ms" if power < 3 else f"{10 ** (power - 3):g} s"
                parts.append(text(x, top + PLOT_HEIGHT + 18, words, 11, QUIET, "middle"))
        parts.append(line(RIGHT_X, top + PLOT_HEIGHT, RIGHT_X + RIGHT_WIDTH, top + PLOT_HEIGHT, QUIET))
        return parts

    def marks(self, top, entry, mode):
        """A line each, longer the slower, so that the three values never write over each other."""
        parts, delay = [], entry["cancel_delay_ms"]
        if not delay["count"]:
            return [text(RIGHT_X + 10, top + 30, "no cancel worked", 12, LIMIT_COLOUR)]
        for i, (key, words) in enumerate((("p50", "half"), ("p99", "99 of 100"), ("max", "slowest"))):
            y = top + 26 + i * 35
            x = self.x(delay[key])
            parts.append(f'<rect x="{RIGHT_X}" y="{y - 5}" width="{max(x - RIGHT_X, 1):.1f}" height="10" rx="2" '
                         f'fill="{FILLS[mode]}"/>')
            parts.append(f'<circle cx="{x:.1f}" cy="{y}" r="5.5" fill="{COLOURS[mode]}"/>')
            label = f"{words}: {table.slowest_cancel(entry) if key == 'max' else table.milliseconds(delay[key])}"
            fits_right = x < RIGHT_X + RIGHT_WIDTH - 120
            parts.append(text(x + (10 if fits_right else 0), y + (4 if fits_right else -9), label, 12, INK,
                              "start" if fits_right else "end", "600" if key == "p99" else "normal"))
        return parts


def summary(mode, entry):
    """One line that says what the row shows."""
    rejects, logouts = entry["venue_rate_rejects"], entry["venue_logouts"]
    if rejects or logouts:
        times = "once" if logouts == 1 else f"{logouts} times"
        parts = [f"{rejects:,} messages rejected by the venue"]
        if logouts:
            parts.append(f"logged out {times}")
    else:
        parts = ["nothing rejected by the venue"]
    if entry["lost"]:
        parts.append(f"{entry['lost']:,} requests never answered")
    if entry["limit_used_while_demand_exceeded_it"] is not None and mode == "sluice":
        share = table.percent(entry["limit_used_while_demand_exceeded_it"])
        parts.append(f"{share} used of the limit less the unspent cancel reserve")
    return ", ".join(parts)


def headline(scenario):
    words = f"{scenario['seconds']:g} s of recorded order flow"
    if scenario["speed"] != 1:
        words += f" at {scenario['speed']:g} times its speed"
    if scenario["overload"] > 1:
        words += f", new orders times {scenario['overload']}"
    return f"{words}, to a venue that allows {scenario['limit']} messages in {scenario['window_ms']} ms"


def draw(document, series):
    scenario, modes = document["scenario"], document["modes"]
    limit = scenario["limit"]
    highest = max(max(count for _, count in one) for one in series.values())
    window_plot = WindowPlot(max(one[-1][0] for one in series.values()), 1.08 * max(highest, 1.15 * limit), limit)
    delay_plot = DelayPlot([mode["cancel_delay_ms"] for mode in modes.values()])
    height = TOP + ROW_HEIGHT * len(modes) + BOTTOM

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        'font-family="Helvetica, Arial, \'DejaVu Sans\', sans-serif">',
        f'<rect width="{WIDTH}" height="{height}" fill="{PAPER}"/>',
        text(LEFT_X - 40, 34, headline(scenario), 19, INK, weight="600"),
        text(LEFT_X - 40, 62, f"Messages in the last {scenario['window_ms']} ms, counted by the venue", 13, QUIET),
        line(LEFT_X + 330, 58, LEFT_X + 358, 58, LIMIT_COLOUR, 1.6, "6 4"),
        text(LEFT_X + 364, 62, "limit", 13, LIMIT_COLOUR),
        text(RIGHT_X, 62, "How long a cancel takes to work", 13, QUIET),
    ]
    for i, (mode, entry) in enumerate(modes.items()):
        top = TOP + ROW_HEIGHT * i + 18
        is_last = i == len(modes) - 1
        title = results.TITLES[mode]
        parts.append(f'<text x="{LEFT_X - 40}" y="{top - 14}" font-size="14" fill="{INK}">'
                     f'<tspan font-weight="600" fill="{COLOURS[mode]}">{title}</tspan>'
                     f'<tspan dx="10" fill="{QUIET}">{summary(mode, entry)}</tspan></text>')
        parts += window_plot.grid(top, is_last)
        parts += window_plot.curve(top, series[mode], mode)
        parts += delay_plot.grid(top, is_last)
        parts += delay_plot.marks(top, entry, mode)
        if entry["cancels_failed"]:
            words = f"{entry['cancels_failed']:,} cancels of live orders were rejected"
            parts.append(text(RIGHT_X, top - 14, words, 13, LIMIT_COLOUR))
    parts.append("</svg>")
    return "\n".join(parts) + "\n"
