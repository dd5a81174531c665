# A worker with an NVIDIA GPU: TorchSharp on CUDA 12 and LLamaSharp. Needs the NVIDIA container runtime, as Container Apps' GPU profiles have it.
# Build from the root of the repository: docker build -f infra/docker/gpu-worker.Dockerfile -t fdkt-gpu-worker .
FROM mcr.microsoft.com/dotnet/sdk:10.0.401-noble AS build
WORKDIR /source
COPY . .
RUN dotnet publish src/Fdkt.Cli -c Release -r linux-x64 --self-contained true -p:FdktCuda=true -p:DebugType=none -o /out

# libtorch brings its own CUDA libraries; llama.cpp takes cudart and cublas of the system, which the runtime image has.
FROM nvidia/cuda:12.8.1-runtime-ubuntu24.04
LABEL org.opencontainers.image.title="Fdkt worker (GPU)" \
      org.opencontainers.image.source="https://arxiv.org/abs/2405.14212"

ENV DOTNET_EnableDiagnostics=0 \
    DOTNET_DbgEnableMiniDump=0 \
    DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 \
    FDKT_CACHE=/work/cache \
    FDKT_HEALTH_PORT=8080 \
    NVIDIA_VISIBLE_DEVICES=all \
    NVIDIA_DRIVER_CAPABILITIES=compute,utility

# What a self-contained .NET program and libtorch need beyond the base image.
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates libssl3t64 libstdc++6 libgomp1 \
    && rm -rf /var/lib/apt/lists/* \
    && groupadd --gid 1654 app \
    && useradd --uid 1654 --gid 1654 --no-create-home --shell /usr/sbin/nologin app \
    && install -d -o 1654 -g 1654 /work /data

COPY --from=build --chown=0:0 /out /app
WORKDIR /work
USER 1654
STOPSIGNAL SIGTERM
# Unhealthy without a word from the broker for three minutes; a busy worker gives signs of life.
HEALTHCHECK --interval=30s --timeout=5s --retries=3 CMD ["/app/fdkt", "health"]

ENTRYPOINT ["/app/fdkt"]
CMD ["worker", "--help"]
