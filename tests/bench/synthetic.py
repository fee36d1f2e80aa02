"""A register made up by a seed, for machines that have no real one: the same columns, codes and kinds of dirt."""

import csv
import gzip
import random
from datetime import date, timedelta
from pathlib import Path

CATEGORIES = (
    "01A-LANGUAGE",
    "03D-ARREST",
    "05A-FORCE",
    "10J-DUTY",
    "10S-SEXUAL HARASSMENT",
    "05K-OFF DUTY",
    "12F-SUPERVISION",
    "",
)
FINDINGS = ("NS", "NAF", "UN", "EX", "SU", "SU", "")
OUTCOMES = {"SU": ("100", "1", "5", "30", "200", "800", "365"), "": ("",)}
ROLES = ("INVESTIGATOR", "INVESTIGATOR", "SUPERVISING INVESTIGATOR", "")


def write_register(folder: Path, complaints: int, *, seed: int = 2016) -> Path:
    """Write the three files of a register with so many complaints."""
    chance = random.Random(seed)
    folder.mkdir(parents=True, exist_ok=True)
    first, days = date(2000, 1, 1), 6000
    heads = {
        "complaints": "complaint_ref,incident_date,incident_time,reported_date,closed_date,location_code,unit",
        "allegations": "allegation_no,complaint_ref,employee_ref,category,recommended_finding,final_finding,"
        "recommended_discipline,final_discipline",
        "assignments": "complaint_ref,investigator_ref,role,assigned_date",
    }
    rows: dict[str, list[list[str]]] = {name: [] for name in heads}
    staff = max(complaints // 7, 10)
    for number in range(complaints):
        ref, reported = f"S-{number:06d}", first + timedelta(days=days * number // complaints)
        closed = reported + timedelta(days=chance.randint(-1, 700)) if chance.random() > 0.02 else ""
        unit = chance.choice(["0", "", *map(str, range(100, 130))])
        incident = reported - timedelta(days=chance.randint(0, 20))
        rows["complaints"].append([ref, str(incident), "10:00:00", str(reported), str(closed), "17", unit])
        for employee in chance.sample(range(staff), chance.choice([0, 1, 1, 2])):
            finding = chance.choice(FINDINGS)
            outcome = chance.choice(OUTCOMES.get(finding, ("600",)))
            told = [f"E-{employee:05d}", chance.choice(CATEGORIES), finding, finding, outcome, outcome]
            rows["allegations"].append([str(len(rows["allegations"]) + 1), ref, *told])
        for _ in range(chance.choice([1, 1, 2, 3])):
            assigned = (reported + timedelta(days=chance.randint(0, 9))).strftime("%d-%b-%y").upper()
            person = f"I-{int(chance.paretovariate(0.6)) % 400:04d}"
            rows["assignments"].append([ref, person, chance.choice(ROLES), assigned])
    for name, header in heads.items():
        with gzip.open(folder / f"{name}.csv.gz", "wt", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([header.split(","), *rows[name]])
    return folder
