import './main.css';
import { FirstDocument } from './operations/generated';
console.log(String(FirstDocument));
