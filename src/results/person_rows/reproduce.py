# Computes the published rates of @WAVE@ again from its rows. Needs Python 3 and nothing else.
#
#     python3 reproduce.py rows.csv
#
# A rate is the mean of the rates of its items; an item counts the codes of one column, weighted. Its variance is SCALE times the sum
# over all replicates of (rate - its replicate) squared; its interval is that of Korn and Graubard.
import csv
import math
import sys

SCALE = @SCALE@
REPLICATES = @REPLICATES@
DEGREES_OF_FREEDOM = @DEGREES@
# Indicator, items (column, codes of successes, codes that count), published rate and standard error.
FIGURES = @FIGURES@


def incomplete_beta(a, b, x):
    """Regularised incomplete beta function by its continued fraction."""
    if x <= 0.0 or x >= 1.0:
        return min(max(x, 0.0), 1.0)
    if x > (a + 1.0) / (a + b + 2.0):
        return 1.0 - incomplete_beta(b, a, 1.0 - x)
    front = math.exp(
        math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log(1.0 - x)
    )
    tiny = 1e-300
    c, d = 1.0, 1.0 - (a + b) * x / (a + 1.0)
    d = 1.0 / (d if abs(d) > tiny else tiny)
    value = d
    for m in range(1, 10000):
        for step in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1.0 + step * d
            d = 1.0 / (d if abs(d) > tiny else tiny)
            c = 1.0 + step / c
            c = c if abs(c) > tiny else tiny
            value *= c * d
        if abs(c * d - 1.0) < 1e-15:
            break
    return front * value / a


def beta_quantile(p, a, b):
    low, high = 0.0, 1.0
    for _ in range(200):
        middle = (low + high) / 2.0
        if incomplete_beta(a, b, middle) < p:
            low = middle
        else:
            high = middle
    return (low + high) / 2.0


def student_quantile(p, df):
    """For p above one half: t squared over (df + t squared) is beta distributed."""
    x = beta_quantile(2.0 * (1.0 - p), df / 2.0, 0.5)
    return math.sqrt(df * (1.0 - x) / x)


def interval(rate, error, persons):
    ratio = student_quantile(0.975, persons - 1.0) / student_quantile(0.975, DEGREES_OF_FREEDOM)
    size = min(rate * (1.0 - rate) / error**2 * ratio**2, persons)
    successes, rest = size * rate, size * (1.0 - rate)
    return beta_quantile(0.025, successes, rest + 1.0), beta_quantile(0.975, successes + 1.0, rest)


def main():
    path = sys.argv[1] if len(sys.argv) > 1 else "rows.csv"
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    weights = ["weight"] + ["w%03d" % (number + 1) for number in range(REPLICATES)]
    columns = {name: [float(row[name]) for row in rows] for name in weights}
    print("indicator,rate,standard_error,lower,upper,published_rate,published_standard_error")
    for indicator, items, published, published_error in FIGURES:
        counted, rates = set(), [0.0] * len(weights)
        for column, successes, counts in items:
            codes = [int(row[column]) for row in rows]
            inside = [place for place, code in enumerate(codes) if code in counts]
            success = [place for place in inside if codes[place] in successes]
            counted.update(inside)
            for place, name in enumerate(weights):
                weight = columns[name]
                part = math.fsum(weight[row] for row in success) / math.fsum(weight[row] for row in inside)
                rates[place] += part / len(items)
        rate, replicates = rates[0], rates[1:]
        error = math.sqrt(SCALE * math.fsum((replicate - rate) ** 2 for replicate in replicates))
        lower, upper = interval(rate, error, len(counted))
        print("%s,%.15g,%.15g,%.15g,%.15g,%.15g,%.15g" % (indicator, rate, error, lower, upper, published, published_error))


main()
