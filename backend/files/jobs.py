"""What happens to files by itself: the scan that could not be made, the proof that they are unchanged, and tidying."""

from backend.files.actions import scan_again
from backend.files.models import StoredFile
from backend.files.scanning import ScannerAway
from backend.files.upkeep import drop_orphans, recheck
from backend.files.vocabulary import FileState
from backend.jobs.registry import Reports, every, job
from backend.people.actions import system_user


@job("file.scan")
def scan_waiting(progress: Reports) -> None:
    """Ask the scanner about every file that waits for it; when it is still away, the next turn asks again."""
    waiting = StoredFile.objects.filter(state=FileState.PENDING_SCAN).order_by("pk")
    total = waiting.count()
    for done, stored in enumerate(waiting.iterator()):
        progress(done, total)
        try:
            scan_again(stored, actor=system_user())
        except ScannerAway:
            return


@job("file.recheck")
def recheck_files(progress: Reports) -> None:
    """Hash every stored file anew, and drop what no row knows."""
    for done, _ in enumerate(recheck(actor=system_user())):
        progress(done, 0)
    drop_orphans()


every("file-scan", kind="file.scan", minutes=5)
every("file-recheck", kind="file.recheck", hours=24 * 7)
