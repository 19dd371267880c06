// Loaded into the functions framework before anything else (`node --import`): whoever asks Google for the keys that ID
// tokens are signed with gets those of the bench, which listens at J4_KEY_SET_PORT. Nothing else of that process uses https.
import https from 'node:https';
import { connect } from 'node:net';

https.globalAgent.createConnection = () => connect(Number(process.env.J4_KEY_SET_PORT), '127.0.0.1');
