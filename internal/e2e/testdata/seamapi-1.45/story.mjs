import * as sdk from '@seamapi/http';
import { tell } from '../seamapi.mjs';

await tell(sdk);
