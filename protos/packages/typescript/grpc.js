export function isServiceError(error) {
  return (
    error instanceof Error &&
    typeof error.code === "number" &&
    typeof error.details === "string" &&
    typeof error.metadata === "object"
  );
}
