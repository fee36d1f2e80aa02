"""The addresses of what follows an agreement, on the staff’s and the monitor’s side; they stand below agreements and obligations."""

from backend.web.monitoring import breaches, check_ins

urlpatterns = [*check_ins.urlpatterns, *breaches.urlpatterns]
