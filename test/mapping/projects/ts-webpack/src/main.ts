import './telemetry';
import './server';
