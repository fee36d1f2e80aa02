"""Work on referrals that the clock asks for."""

from backend.jobs.registry import Reports, every, job
from backend.kernel import clock
from backend.people.actions import system_user
from backend.referrals.actions.releasing import expire_release
from backend.referrals.closed_files import drop_orphans
from backend.referrals.models import ReleaseAuthorization
from backend.referrals.vocabulary import ReleaseState


@job("release.expire_due")
def expire_releases(progress: Reports) -> None:
    """End the releases whose last day has passed; they opened nothing since that day."""
    due = ReleaseAuthorization.objects.filter(state=ReleaseState.ACTIVE, expires_on__lt=clock.today())
    for release in due.order_by("pk"):
        expire_release(release, actor=system_user())


@job("provider_file.tidy")
def tidy_files(progress: Reports) -> None:
    """Drop what was closed for a report that was never sent."""
    drop_orphans()


every("provider-file-tidy", kind="provider_file.tidy", hours=24 * 7)
every("release-expire-due", kind="release.expire_due", hours=6)
