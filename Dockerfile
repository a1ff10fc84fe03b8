# Two stages: the first gathers packages and what Node compiled of the program, the second holds nothing else. No stage
# runs anything as root but the copying; the second works with a read-only root file system (writable: /data, embedded
# mode's alone). deploy/image/build-here.ts builds it without a container engine.
FROM node:26.10.0-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
# No package of ours needs a script of its own: native parts come ready-made, and Node comes with the image.
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund
COPY . .
# Node keeps one compile cache for each user id: it is made under the one that the program will run as.
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
