"""Reads metrics as Prometheus does."""

from urllib.request import urlopen

from prometheus_client.parser import text_string_to_metric_families

Samples = dict[tuple[str, frozenset[str]], float]


def scraped(address: str) -> Samples:
    """The values at this address, by name and by what the labels say."""
    with urlopen(f"http://{address}/metrics", timeout=10) as response:
        text = response.read().decode()
    return {
        (sample.name, frozenset(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }
