// The image's health check: exits with 0 where the process answers.
const answer = await fetch(`http://127.0.0.1:${process.env.HEALTH_PORT}/health/live`).catch(() => null)
process.exit(answer?.ok ? 0 : 1)
