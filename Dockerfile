# One image for every process of the desk: `docker run deskhand worker`, `intake`, `migrate`, `tui`.
# glibc, not Alpine: Temporal's native library needs it.
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts
COPY . .
RUN npm run build

FROM node:24-bookworm-slim
# Temporal's native library looks for the system's certificates even where it uses no TLS.
RUN apt-get update \
 && apt-get install --yes --no-install-recommends ca-certificates \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /app
ENV NODE_ENV=production
COPY package.json package-lock.json ./
# Neither the embedded engines (optional packages) nor a second Node (an install script) belong in here.
RUN npm ci --omit=dev --omit=optional --ignore-scripts && npm cache clean --force
COPY bin bin
COPY deploy/worker-health.mjs deploy/
COPY --from=build /app/dist dist
USER node
ENTRYPOINT ["node", "--max-old-space-size-percentage=75", "bin/deskhand.mjs"]
CMD ["help"]
