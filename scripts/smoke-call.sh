#!/usr/bin/env bash
# Has Amazon Connect place a test call and waits for its verdict: scripts/smoke-call.sh INSTANCE CASE.
# The test case is made once in the instance (Connect, "Test and simulation"): it calls the bot's
# flow and expects its greeting.
set -euo pipefail

instance=${1:?name the Connect instance by its id}
test_case=${2:?name the test case by its id}
LONGEST_S=300
INTERVAL_S=5

execution=$(aws connect start-test-case-execution --instance-id "$instance" \
  --test-case-id "$test_case" --query TestCaseExecutionId --output text)

for ((waited_s = 0; waited_s < LONGEST_S; waited_s += INTERVAL_S)); do
  status=$(aws connect get-test-case-execution-summary --instance-id "$instance" \
    --test-case-id "$test_case" --test-case-execution-id "$execution" --query Status --output text)
  case $status in
    PASSED) exit 0 ;;
    FAILED | STOPPED)
      echo "The test call ended as $status." >&2
      exit 1
      ;;
  esac
  sleep "$INTERVAL_S"
done
echo "The test call has not ended within $LONGEST_S s." >&2
exit 1
