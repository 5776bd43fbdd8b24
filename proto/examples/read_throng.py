#!/usr/bin/python3
# Reads counts from a hub of throng: lists sites, watches, writes a day into a CSV file.
# SPDX-License-Identifier: Apache-2.0
#
# Debian: apt-get install python3-grpcio python3-protobuf protobuf-compiler protobuf-compiler-grpc
# Then make the contract's Python, once, beside this file:
#   protoc -I .. --python_out=. --grpc_out=. --plugin=protoc-gen-grpc=$(which grpc_python_plugin) \
#     ../throng/v1/*.proto
#
#   ./read_throng.py hub.example.org:7443 --credentials FOLDER sites
#   ./read_throng.py hub.example.org:7443 --credentials FOLDER watch --seconds 300
#   ./read_throng.py hub.example.org:7443 --credentials FOLDER day "North Station" 2026-11-24 day.csv
# FOLDER is one that `throng cert` made for a reader. A hub on this machine needs none.
import argparse
import csv
import datetime
import os
import time

import grpc

from throng.v1 import count_pb2, query_pb2, query_pb2_grpc, watch_pb2, watch_pb2_grpc

# What may be over soon: call again, later each time.
PASSING = (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.RESOURCE_EXHAUSTED)


def read(folder, name):
    path = os.path.join(folder, name)
    if not os.path.exists(path):
        return None
    with open(path, "rb") as file:
        return file.read()


def connect(hub, folder):
    """The channel, and what goes with each call to say who asks."""
    # Finds a dead line while nothing is said.
    options = [("grpc.keepalive_time_ms", 30000), ("grpc.keepalive_timeout_ms", 10000)]
    if folder is None:
        return grpc.insecure_channel(hub, options), []
    token = read(folder, "token")
    proof = grpc.ssl_channel_credentials(
        read(folder, "authority.pem"), read(folder, "key.pem"), read(folder, "certificate.pem"))
    metadata = [("authorization", "Bearer " + token.decode().strip())] if token else []
    return grpc.secure_channel(hub, proof, options), metadata


def utc(ns):
    """Times are UTC, nanoseconds since 1970."""
    return datetime.datetime.fromtimestamp(ns / 1e9, datetime.timezone.utc).isoformat(timespec="seconds")


def list_sites(channel, metadata):
    live = watch_pb2_grpc.LiveStub(channel)
    reply = live.ListSites(watch_pb2.ListSitesRequest(), metadata=metadata, timeout=10)
    for state in reply.sites:
        newest = utc(state.newest_ns) if state.HasField("newest_ns") else "none yet"
        zones = ", ".join(zone.name for zone in state.site.zones)
        edge = "connected" if state.connected else "NOT CONNECTED"
        print(f"{state.site.name}: {edge}, newest count {newest}; zones: {zones}", flush=True)


def tell(site, situation):
    # Blind is not zero: then there are no persons to read.
    if not situation.HasField("persons"):
        return print(f"{site}, {situation.place}: nobody sees it", flush=True)
    persons = situation.persons
    # A stale count is from before this window; its interval has grown.
    old = ", stale" if situation.freshness == count_pb2.FRESHNESS_STALE else ""
    print(f"{site}, {situation.place}: {persons.expected:.0f} persons ({persons.low:.0f} to "
          f"{persons.high:.0f}){old}, until {utc(situation.window.end_ns)}", flush=True)


def watch(channel, metadata, seconds):
    """What is new, for so long, also over a hub that is restarted."""
    live = watch_pb2_grpc.LiveStub(channel)
    end = time.monotonic() + seconds
    pause = 1
    while time.monotonic() < end:
        try:
            news = live.Watch(watch_pb2.WatchRequest(), metadata=metadata,
                              timeout=end - time.monotonic())
            for reply in news:  # the first for each site tells how it is there now
                pause = 1
                for situation in reply.situations:
                    tell(reply.site, situation)
                for event in reply.events:
                    print(f"{reply.site}, alarm {event.alarm} at {event.place}: {event.reason}",
                          flush=True)
        except grpc.RpcError as error:
            if error.code() == grpc.StatusCode.DEADLINE_EXCEEDED:
                return
            if error.code() not in PASSING:
                raise
            time.sleep(min(pause, max(0, end - time.monotonic())))
            pause = min(2 * pause, 15)


def write_day(channel, metadata, site, day, path):
    """A row for each zone and quarter of an hour of a day of UTC."""
    start = datetime.datetime.strptime(day, "%Y-%m-%d").replace(tzinfo=datetime.timezone.utc)
    from_ns = int(start.timestamp()) * 10**9
    history = query_pb2_grpc.HistoryStub(channel)
    request = query_pb2.QueryRequest(site=site, from_ns=from_ns, until_ns=from_ns + 86400 * 10**9,
                                     resolution=query_pb2.RESOLUTION_QUARTER_HOUR)
    zones = []
    rows = 0
    with open(path, "w", newline="") as file:
        out = csv.writer(file)
        out.writerow(["zone", "from", "mean", "low", "high", "highest", "counted_s"])
        for reply in history.Query(request, metadata=metadata, timeout=60):
            zones = zones or list(reply.zones)  # told once; rows name them by position
            for row in reply.rows:
                rows += 1
                numbers = ["", "", "", ""]  # nobody saw it: unknown, not 0
                if row.HasField("mean_persons"):
                    mean = row.mean_persons
                    numbers = [mean.expected, mean.low, mean.high, row.highest.persons]
                out.writerow([zones[row.zone], utc(row.window.start_ns), *numbers, row.counted_s])
    print(f"{rows} rows in {path}")


def main():
    parser = argparse.ArgumentParser(description="Reads counts from a hub of throng.")
    parser.add_argument("hub", help="HOST:PORT, or unix:PATH")
    parser.add_argument("--credentials", help="a folder that throng cert made")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("sites")
    commands.add_parser("watch").add_argument("--seconds", type=float, default=300)
    day = commands.add_parser("day")
    for name in ("site", "day", "csv"):
        day.add_argument(name)
    asked = parser.parse_args()
    channel, metadata = connect(asked.hub, asked.credentials)
    try:
        if asked.command == "sites":
            list_sites(channel, metadata)
        elif asked.command == "watch":
            watch(channel, metadata, asked.seconds)
        else:
            write_day(channel, metadata, asked.site, asked.day, asked.csv)
    except grpc.RpcError as error:
        raise SystemExit(f"{asked.hub}: {error.code().name}: {error.details()}")


if __name__ == "__main__":
    main()
