// The health check of the image: exits with 0 if the process answers.
const answer = await fetch(`http://127.0.0.1:${process.env.HEALTH_PORT}/health/live`).catch(() => null)
process.exit(answer?.ok ? 0 : 1)
