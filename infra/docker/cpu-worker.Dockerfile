# A worker without a GPU: synthesis and training of a client, or the language model, on the processor.
# Build from the root of the repository: docker build -f infra/docker/cpu-worker.Dockerfile -t fdkt-cpu-worker .
FROM mcr.microsoft.com/dotnet/sdk:10.0.401-noble AS build
WORKDIR /source

# Sources once, so that neither the image nor a cache layer ever holds data of the working tree: .dockerignore lets only these through.
COPY . .
RUN dotnet publish src/Fdkt.Cli -c Release -r linux-x64 --self-contained true -p:DebugType=none -o /out

FROM mcr.microsoft.com/dotnet/runtime-deps:10.0.12-noble
LABEL org.opencontainers.image.title="Fdkt worker (CPU)" \
      org.opencontainers.image.source="https://arxiv.org/abs/2405.14212"

# No dumps and no diagnostics port: a dump of a client's worker would hold private rows.
ENV DOTNET_EnableDiagnostics=0 \
    DOTNET_DbgEnableMiniDump=0 \
    FDKT_CACHE=/work/cache \
    FDKT_HEALTH_PORT=8080

RUN install -d -o 1654 -g 1654 /work /data
COPY --from=build --chown=0:0 /out /app
WORKDIR /work

# The user app of the base image, by number so that an orchestrator can see that it is not root.
USER 1654

# SIGTERM ends the worker in two steps: no new job, then 60 seconds for the one at work. Give it 90 seconds before SIGKILL.
STOPSIGNAL SIGTERM
# Unhealthy without a word from the broker for three minutes; a busy worker gives signs of life.
HEALTHCHECK --interval=30s --timeout=5s --retries=3 CMD ["/app/fdkt", "health"]

ENTRYPOINT ["/app/fdkt"]
CMD ["worker", "--help"]
