# The orchestrator with its journaled runner, for one machine or a cluster without Azure Functions. In Azure the function app takes its place.
# Build from the root of the repository: docker build -f infra/docker/orchestrator.Dockerfile -t fdkt-orchestrator .
FROM mcr.microsoft.com/dotnet/sdk:10.0.401-noble AS build
WORKDIR /source
COPY . .
RUN dotnet publish src/Fdkt.Cli -c Release -r linux-x64 --self-contained true -p:DebugType=none -o /out

FROM mcr.microsoft.com/dotnet/runtime-deps:10.0.12-noble
LABEL org.opencontainers.image.title="Fdkt orchestrator" \
      org.opencontainers.image.source="https://arxiv.org/abs/2405.14212"

ENV DOTNET_EnableDiagnostics=0 \
    DOTNET_DbgEnableMiniDump=0 \
    FDKT_CACHE=/work/cache \
    FDKT_HEALTH_PORT=8080

RUN install -d -o 1654 -g 1654 /work
COPY --from=build --chown=0:0 /out /app
WORKDIR /work
USER 1654

# Rounds keep their journals in the storage account, so the process may stop at any moment; SIGTERM lets it give back the messages that it holds.
STOPSIGNAL SIGTERM
# Unhealthy without a word from the broker for three minutes; a busy worker gives signs of life.
HEALTHCHECK --interval=30s --timeout=5s --retries=3 CMD ["/app/fdkt", "health"]

ENTRYPOINT ["/app/fdkt"]
CMD ["orchestrator"]
