"""A Ray cluster of two machines with one CPU each, both of them this one, on loopback."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

_LOOPBACK = {
    # Without it Ray takes the address that other machines see.
    "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0",
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_BACKEND_LOG_LEVEL": "fatal",
    "RAY_raylet_start_wait_time_s": "180",
}
_STORE = 100 * 1024 * 1024


@contextmanager
def two_nodes() -> Iterator[str]:
    """The address of a cluster that is there until the block ends. Needs Ray."""
    os.environ.update(_LOOPBACK)
    from ray._private import ray_constants
    from ray.cluster_utils import Cluster

    # Read from the environment when Ray was imported, which may have been before.
    ray_constants.ENABLE_RAY_CLUSTER = False
    node = {"num_cpus": 1, "node_ip_address": "127.0.0.1", "object_store_memory": _STORE}
    cluster = Cluster(initialize_head=True, head_node_args=node | {"include_dashboard": False})
    try:
        cluster.add_node(**node)
        yield cluster.address
    finally:
        cluster.shutdown()
