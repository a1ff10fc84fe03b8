import kafkajs from 'kafkajs'

/** Names that this package has and Node does not find in it when they are imported one by one. */
export const { ConfigResourceTypes, ConfigSource, KafkaJSError, KafkaJSProtocolError } = kafkajs
