import type { AppKind } from '@/features/onboarding/app-kind'

export interface Snippet {
  /** What to install, for pip; null where the app has all it needs. */
  requirement: string | null
  code: string
}

export const SNIPPETS: Record<AppKind, Snippet> = {
  fmd_1: {
    requirement: null,
    code: `import os

import flask_monitoringdashboard as dashboard
from flask import Flask

app = Flask(__name__)
dashboard.config.security_token = os.environ["PYDASH_TOKEN"]
dashboard.bind(app)`,
  },
  fmd_2: {
    requirement: 'pydash-agent',
    code: `import os

import flask_monitoringdashboard as dashboard
from flask import Flask
from pydash_agent.flask import bridge

app = Flask(__name__)
dashboard.bind(app)
bridge(app, token=os.environ["PYDASH_TOKEN"])  # after bind`,
  },
  flask: {
    requirement: 'pydash-agent',
    code: `import os

from flask import Flask
from pydash_agent.flask import monitor

app = Flask(__name__)
monitor(app, token=os.environ["PYDASH_TOKEN"])`,
  },
  fastapi: {
    requirement: 'pydash-agent',
    code: `import os

from fastapi import FastAPI
from pydash_agent.fastapi import monitor

app = FastAPI()
monitor(app, token=os.environ["PYDASH_TOKEN"])  # after app.add_middleware(...)`,
  },
}
