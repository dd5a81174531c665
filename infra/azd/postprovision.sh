#!/bin/sh
# Builds the worker image in the registry, once per commit, and names its tag for the next provision.
set -eu

tag=$(git rev-parse --short=12 HEAD)
[ "${FDKT_IMAGE_TAG:-}" = "$tag" ] && exit 0
worker=gpu
[ "${FDKT_GPU_PROFILE:-}" = none ] && worker=cpu
az acr build --registry "$AZURE_CONTAINER_REGISTRY_NAME" --image "fdkt-$worker-worker:$tag" --file "infra/docker/$worker-worker.Dockerfile" .
azd env set FDKT_IMAGE_TAG "$tag"
