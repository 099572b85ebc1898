"""All services over one database and one clock."""

from dataclasses import dataclass

from bot.clock import Clock
from bot.db.engine import Database
from bot.db.guilds import Directories
from bot.services.calendar.after import AfterDesk
from bot.services.calendar.lookups import Calendar
from bot.services.calendar.reminders import Reminders
from bot.services.calendar.settings import CalendarSettingsDesk
from bot.services.cite import Citing
from bot.services.desk.act_log import ActLog
from bot.services.desk.fairness import FairnessDesk
from bot.services.desk.freeze import FreezeDesk
from bot.services.desk.reports import Reports
from bot.services.desk.review import ReviewDesk
from bot.services.desk.roles import RolesDesk
from bot.services.desk.stale import Shelf
from bot.services.editing.capture import Capture
from bot.services.editing.choices import EditingChoices
from bot.services.editing.service import Editing
from bot.services.guild_settings import SettingsDesk
from bot.services.lookups import Lookups
from bot.services.news.alert_settings import AlertSettings
from bot.services.news.digest_settings import DigestDesk
from bot.services.news.following import Following
from bot.services.news.lookups import NewsLookups
from bot.services.packs import PackService
from bot.services.pictures import Gallery
from bot.services.posts.log import PostLog
from bot.services.posts.outbox import Outbox
from bot.services.privacy import Privacy
from bot.services.record import PublishedRecord
from bot.services.retention import Retention
from bot.services.shown import ShownAnswers
from bot.services.transfer.carrier import Carrier


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """Everything that cogs and commands may ask for."""

    lookups: Lookups
    packs: PackService
    editing: Editing
    review: ReviewDesk
    roles: RolesDesk
    choices: EditingChoices
    capture: Capture
    settings: SettingsDesk
    gallery: Gallery
    calendar: Calendar
    after: AfterDesk
    calendar_settings: CalendarSettingsDesk
    reminders: Reminders
    news: NewsLookups
    digests: DigestDesk
    alert_settings: AlertSettings
    following: Following
    outbox: Outbox
    post_log: PostLog
    act_log: ActLog
    freeze: FreezeDesk
    record: PublishedRecord
    fairness: FairnessDesk
    privacy: Privacy
    retention: Retention
    reports: Reports
    shelf: Shelf
    shown: ShownAnswers
    citing: Citing
    carrier: Carrier


def wire(database: Database, clock: Clock) -> Services:
    """Make every service over one database and one clock."""
    directories = Directories()
    editing = Editing(database, clock, directories)
    return Services(
        lookups=Lookups(database, clock, directories),
        packs=PackService(database, clock, directories),
        editing=editing,
        review=ReviewDesk(database, clock, directories, editing),
        roles=RolesDesk(database, clock, directories),
        choices=EditingChoices(database, directories),
        capture=Capture(database, clock, directories),
        settings=SettingsDesk(database, clock, directories),
        gallery=Gallery(database, clock, directories),
        calendar=Calendar(database, clock, directories),
        after=AfterDesk(database, clock, directories),
        calendar_settings=CalendarSettingsDesk(database, clock, directories),
        reminders=Reminders(database, clock, directories),
        news=NewsLookups(database, clock, directories),
        digests=DigestDesk(database, clock, directories),
        alert_settings=AlertSettings(database, clock, directories),
        following=Following(database, clock, directories),
        outbox=Outbox(database, clock, directories),
        post_log=PostLog(database, clock, directories),
        act_log=ActLog(database, clock, directories),
        freeze=FreezeDesk(database, clock, directories),
        record=PublishedRecord(database, directories),
        fairness=FairnessDesk(database, clock, directories),
        privacy=Privacy(database, clock),
        retention=Retention(database, clock, directories),
        reports=Reports(database, clock, directories),
        shelf=Shelf(database, editing),
        shown=ShownAnswers(database, clock),
        citing=Citing(database, clock, directories),
        carrier=Carrier(database, clock, directories),
    )
