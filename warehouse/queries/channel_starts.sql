-- since when each channel is told: a delivery without an alert marks its first use
select channel, delivered_at as started_at
from delivery
where alert_id = ''
order by channel;
