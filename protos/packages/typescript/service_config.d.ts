/** For the channel option `grpc.service_config`: repeats reads, and nothing else, when the server is UNAVAILABLE. */
export declare const serviceConfig: string;
