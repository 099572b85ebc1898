"""The few words that the date library does not know, in English, Ukrainian and Russian."""

from enum import StrEnum


class Unit(StrEnum):
    """A stretch of the calendar that “this”, “last” and “next” go with."""

    WEEK = "week"
    WEEKEND = "weekend"
    MONTH = "month"
    YEAR = "year"


class Part(StrEnum):
    """A third of a month or a year, or an end of one."""

    EARLY = "early"
    MIDDLE = "middle"
    LATE = "late"
    START = "start"
    END = "end"


def _by_word(**words: str) -> dict[str, str]:
    return {word: meaning for meaning, forms in words.items() for word in forms.split()}


UNITS = {
    word: Unit(unit)
    for word, unit in _by_word(
        week="week тиждень тижня тижні тижню неделя недели неделе неделю",
        weekend="weekend вихідні вихідних выходные выходных",
        month="month місяць місяця місяці месяц месяца месяце",
        year="year рік року році год года году",
    ).items()
}
STEPS: dict[str, int] = {
    **dict.fromkeys(["this", "current"], 0),
    **dict.fromkeys(["цей", "цього", "цьому", "ця", "цієї", "цій", "цю", "ці", "цих"], 0),
    **dict.fromkeys(["этот", "этого", "этом", "эта", "этой", "эту", "эти", "этих"], 0),
    **dict.fromkeys(["last", "previous"], -1),
    **dict.fromkeys(
        ["минулий", "минулого", "минулому", "минула", "минулої", "минулій", "минулу", "минулі"], -1
    ),
    **dict.fromkeys(
        ["прошлый", "прошлого", "прошлом", "прошлая", "прошлой", "прошлую", "прошлые"], -1
    ),
    **dict.fromkeys(["next", "coming"], 1),
    **dict.fromkeys(
        ["наступний", "наступного", "наступному", "наступна", "наступної", "наступній"], 1
    ),
    **dict.fromkeys(
        ["наступну", "наступні", "следующий", "следующего", "следующем", "следующая"], 1
    ),
    **dict.fromkeys(["следующей", "следующую", "следующие"], 1),
}
PARTS = {
    word: Part(part)
    for word, part in _by_word(
        early="early",
        middle="mid middle",
        late="late",
        start="start beginning початок початку начало начале",
        end="end кінець кінці конец конце",
    ).items()
}
EARLIER = frozenset(["earlier", "раніше", "ранее", "раньше"])
LATER = frozenset(["later", "пізніше", "позже"])
SMALL = frozenset(["the", "in", "of", "on", "at", "during", "у", "в", "во", "на"])
BY = frozenset(["by", "before", "until", "till", "до"])
SINCE = frozenset(["since", "after", "from", "starting", "з", "від", "с", "после", "після"])
AFTER = frozenset(["after", "после", "після"])
YEAR_MARKS = frozenset(["року", "рік", "года", "год", "of", "in"])
BEFORE = frozenset(["before"])

FORMS: dict[str, str] = _by_word(
    thursday="thurs thur",
    tuesday="tues",
    wednesday="weds",
    січня="січні",
    лютого="лютому",
    березня="березні",
    квітня="квітні",
    травня="травні",
    червня="червні",
    липня="липні",
    серпня="серпні",
    вересня="вересні",
    жовтня="жовтні",
    листопада="листопаді",
    грудня="грудні",
    января="январе",
    февраля="феврале",
    марта="марте",
    апреля="апреле",
    мая="мае",
    июня="июне",
    июля="июле",
    августа="августе",
    сентября="сентябре",
    октября="октябре",
    ноября="ноябре",
    декабря="декабре",
    понеділок="понеділка",
    вівторок="вівторка",
    середа="середи",
    четвер="четверга",
    субота="суботи",
    понедельник="понедельника",
    вторник="вторника",
    среда="среды",
    пятница="пятницы",
    суббота="субботы",
    воскресенье="воскресенья",
) | {"п'ятниці": "п'ятниця"}
"""Other forms of a month or weekday, and the one that the library knows."""
