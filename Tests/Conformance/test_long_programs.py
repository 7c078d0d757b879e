"""Ten thousand stages are checked and planned in little memory."""

import pytest

from measured import measured

LONG = {
    "one pipeline": "canvas 64x64 | " + " | ".join(["invert"] * 9998) + ' | save "y.png"\n',
    "many pipelines": "".join(f'canvas {10 + n}x64 | invert | save "z{n}.png"\n' for n in range(3333)),
    "one image, many branches": "let a = canvas 64x64 | " + " | ".join(["invert"] * 3000) + "\n"
    + "".join(f'$a | blur {1 + n} | save "z{n}.png"\n' for n in range(100)),
}


@pytest.mark.parametrize("command", ["check", "plan", "explain"])
@pytest.mark.parametrize("name", LONG)
def test_ten_thousand_stages_take_less_than_200_megabytes(imgflow, name, command):
    (imgflow.folder / "long.imgflow").write_text(LONG[name])
    done = measured(
        imgflow.binary, command, "long.imgflow", folder=imgflow.folder,
        environment={"HOME": str(imgflow.folder), "PATH": "/usr/bin:/bin"}, limit=120)
    assert done.code == 0, done.errors
    assert done.kilobytes < 200_000
