export const serviceConfig = JSON.stringify(@SERVICE_CONFIG@);
