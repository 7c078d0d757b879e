"""A ledger of 100,000 calls answers as quickly as one of ten."""

import resource
import sqlite3

CALLS = 100_000


def test_a_large_ledger_is_searched_in_no_time(imgflow):
    imgflow("-c", 'generate "a" | save "x.png"', "--backend", "sandbox", "--yes")
    path = imgflow.folder / ".local/state/imgflow/ledger.sqlite"
    database = sqlite3.connect(path)
    for table, changes in (
        ("call", {"key": "printf('%064x', n)", "request": "'{\"prompt\": \"a red fox ' || n || '\"}'"}),
        ("file", {"path": "'/home/ann/out/fox-' || n || '.png'", "calls": "printf('%064x', n)"}),
    ):
        names = [row[1] for row in database.execute(f"PRAGMA table_info({table})") if row[1] != "id"]
        values = ", ".join(changes.get(name, f'"{name}"') for name in names)
        database.execute(
            f"""WITH RECURSIVE count(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM count WHERE n < {CALLS})
                INSERT INTO {table} ({", ".join(f'"{name}"' for name in names)})
                SELECT {values} FROM count, (SELECT * FROM {table} LIMIT 1)""")
    database.commit()
    database.close()

    def seconds(*words) -> tuple[float, str]:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = imgflow("log", *words, expecting=None)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        return spent, done.output.decode() + done.errors

    least = min(seconds("--limit", "1")[0] for _ in range(2))
    for words in (["nosuchword"], ["fox-77777.png"], ["red", "fox"], ["fox", "nosuch"], []):
        spent, text = seconds(*words)
        assert spent - least < 1.5, (words, spent, least)
        assert ("nosuch" in " ".join(words)) == ("no matching calls" in text)
