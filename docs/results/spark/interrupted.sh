#!/bin/bash
# A campaign on a master and two workers of one core each, of which one is killed and one stands still for a minute, and whose driver
# is killed and started again, beside the plain command. Called from the root of the repository with the folder of a study that was
# hardened (runs/demo) and one for what is written; says at its end whether both have the same table.
set -u
study=$1
out=$2
trials=${TRIALS:-60}
port=${PORT:-7077}
master=spark://127.0.0.1:$port
started=()
mkdir -p "$out"
trap 'for pid in "${started[@]}"; do kill -CONT "$pid"; kill -9 $(children "$pid") "$pid"; done 2>"$out/end.log"' EXIT

say() { echo "$(date +%T) $*"; }
children() { ps -o pid= --ppid "$1"; }

# Committed trials, those in the journal of a campaign that runs among them.
rows() {
  python3 - "$1" <<'EOF'
import os, shutil, sqlite3, sys, tempfile
with tempfile.TemporaryDirectory() as copy:
    for end in ("", "-wal"):
        if os.path.exists(sys.argv[1] + "/trials.db" + end):
            shutil.copy(sys.argv[1] + "/trials.db" + end, copy)
    try:
        print(sqlite3.connect(copy + "/trials.db").execute("SELECT count(*) FROM trials").fetchone()[0])
    except sqlite3.Error:
        print(0)
EOF
}

await() { # rows, and the campaign that is to write them
  until [ "$(rows "$out/spark")" -ge "$1" ]; do
    kill -0 "$2" 2>>"$out/end.log" || { say "the campaign ended before there were $1 rows"; exit 1; }
    sleep 1
  done
  say "$(rows "$out/spark") rows are there"
}

background() { # a log, and a command
  local log=$out/$1.log
  shift
  "$@" >"$log" 2>&1 &
  started+=("$!")
}

campaign=(campaign "$study" --schemes none,ranger --rates 1e-5,1e-4 --trials "$trials" --images 100 --threads 1)
all=$((2 * (1 + 2 * trials)))

say "the plain command"
bin/fitact "${campaign[@]}" --out "$out/alone" >"$out/alone.log" 2>&1 || exit 1

say "a master and two workers"
background master bin/fitact java org.apache.spark.deploy.master.Master --host 127.0.0.1 --port "$port" --webui-port 0
sleep 10
for worker in 1 2; do
  background "worker$worker" bin/fitact java org.apache.spark.deploy.worker.Worker --cores 1 --memory 2g --host 127.0.0.1 \
    --webui-port 0 --work-dir "$PWD/$out/work$worker" "$master"
done
first=${started[1]}
second=${started[2]}

export FITACT_JAVA_OPTS=-Dspark.driver.host=127.0.0.1
background driver bin/fitact "${campaign[@]}" --out "$out/spark" --spark "$master"
driver=${started[3]}
await $((all / 10)) "$driver"

paused="$second $(children "$second")"
say "SIGSTOP to a worker and its executor, for a minute"
kill -STOP $paused
sleep 30
say "SIGKILL to the other worker and its executor; $(rows "$out/spark") rows"
kill -9 "$first" $(children "$first")
sleep 30
before=$(rows "$out/spark")
kill -CONT $paused
say "SIGCONT; $before rows"
await $((before + all / 5)) "$driver"

say "SIGKILL to the driver"
kill -9 "$driver"
sleep 5
kept=$(rows "$out/spark")
say "--resume, with $kept of $all rows"
bin/fitact campaign "$study" --resume --out "$out/spark" --spark "$master" >"$out/resumed.log" 2>&1 || { tail -3 "$out/resumed.log"; exit 1; }

say "$(rows "$out/spark") rows, expected $all"
python3 - "$out" "$all" <<'EOF'
import json, sqlite3, sys
out, all = sys.argv[1], int(sys.argv[2])
alone, spark = ({part: json.load(open(f"{out}/{run}/results.json"))[part] for part in ("schemes", "pairs")} for run in ("alone", "spark"))
rows = sqlite3.connect(f"{out}/spark/trials.db").execute("SELECT count(*), count(DISTINCT scheme || ' ' || rate || ' ' || trial) FROM trials").fetchone()
print("trials, and different ones:", *rows)
print("schemes and pairs:", "the same as the plain command's" if alone == spark else "DIFFERENT")
sys.exit(0 if alone == spark and rows == (all, all) else 1)
EOF
