#!/bin/sh
# Makes the desk's namespace, keeping closed histories for 30 days. Safe to run again. Runs in temporalio/admin-tools.
#
# TEMPORAL_ADDRESS names the server, TEMPORAL_NAMESPACE the namespace; TEMPORAL_CLI another place of the tool.
set -eu

temporal="${TEMPORAL_CLI:-temporal}"
: "${TEMPORAL_ADDRESS:?name the Temporal server}"
namespace="${TEMPORAL_NAMESPACE:-default}"
retention=720h

attempt=0
until "$temporal" operator cluster health --address "$TEMPORAL_ADDRESS" >/dev/null 2>&1; do
  attempt=$((attempt + 1))
  if [ "$attempt" -ge 60 ]; then
    echo "Temporal at $TEMPORAL_ADDRESS does not answer: see the log of the server" >&2
    exit 1
  fi
  sleep 1
done

if "$temporal" operator namespace describe --address "$TEMPORAL_ADDRESS" --namespace "$namespace" >/dev/null 2>&1; then
  "$temporal" operator namespace update --address "$TEMPORAL_ADDRESS" --namespace "$namespace" --retention "$retention"
else
  "$temporal" operator namespace create --address "$TEMPORAL_ADDRESS" --namespace "$namespace" --retention "$retention"
fi
echo "namespace $namespace keeps closed histories for 30 days"
