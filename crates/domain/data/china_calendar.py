#!/usr/bin/env python3
"""Writes the Chinese working calendar: `src/calendar/table.rs` and `tests/golden/china_workdays.txt`.

Source: PyPI `chinesecalendar` (MIT), which follows the State Council's yearly notices. Run from `crates/domain`:

    pip install chinesecalendar==1.11.0 && python3 data/china_calendar.py
"""

import datetime
from pathlib import Path

import chinese_calendar

FIRST, LAST = 2007, 2026
HEADER = """//! The days on which China departs from the plain five-day week.
//!
//! Written by `data/china_calendar.py` from `chinesecalendar`; do not edit.

use super::Year;

"""


def days(year):
    day = datetime.date(year, 1, 1)
    while day.year == year:
        yield day
        day += datetime.timedelta(days=1)


def table():
    rows = []
    for year in range(FIRST, LAST + 1):
        rest, work = [], []
        for day in days(year):
            is_workday, is_weekday = chinese_calendar.is_workday(day), day.weekday() < 5
            if is_workday != is_weekday:
                (work if is_workday else rest).append(f"{day.month}{day.day:02}")
        rows.append(
            f"    Year {{\n        year: {year},\n        rest: &[{', '.join(rest)}],\n"
            f"        work: &[{', '.join(work)}],\n    }},\n"
        )
    return HEADER + "#[rustfmt::skip]\npub(super) const CHINA: &[Year] = &[\n" + "".join(rows) + "];\n"


def golden():
    """One line a month: one digit a day, 1 for a working day."""
    months = {}
    for year in range(FIRST, LAST + 1):
        for day in days(year):
            months.setdefault(f"{day:%Y-%m}", []).append(str(int(chinese_calendar.is_workday(day))))
    return "".join(f"{month} {''.join(digits)}\n" for month, digits in months.items())


if __name__ == "__main__":
    Path("src/calendar/table.rs").write_text(table())
    Path("tests/golden/china_workdays.txt").write_text(golden())
