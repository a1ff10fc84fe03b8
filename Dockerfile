# Two stages: the first installs the packages and compiles the program, the second contains only the result. Only copying
# runs as root. The second stage works with a read-only root file system; only embedded mode writes, to /data.
# deploy/image/build-here.ts builds the image without a container engine.
FROM node:26.10.0-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
# No package needs an install script: native parts are prebuilt, and the image contains Node.
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund
COPY . .
# Node keeps one compile cache for each user id, so the cache is created as the user that runs the program.
RUN chown -R 1000:1000 /app
USER 1000:1000
RUN npm run dependencies && mkdir data

FROM node:26.10.0-slim
ENV NODE_ENV=production DATA_DIR=/data HEALTH_PORT=8081
COPY --from=build /app /app
COPY --from=build --chown=1000:1000 /app/data /data
WORKDIR /app
# By number, so that Kubernetes can see that it is not root.
USER 1000:1000
VOLUME /data
EXPOSE 8080 8081
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s CMD ["node", "deploy/image/is-alive.js"]
ENTRYPOINT ["node", "--max-semi-space-size=8", "cli/launch.js"]
CMD ["start"]
