"""The API of the shop's warehouse, monitored by Flask-MonitoringDashboard 5.1.0, and the services that call it.

    articles    what lies on its shelves
    orders      what it is to pack and to send
    operations  what it answers
    releases    which versions went live when; one of them could not print some labels
    clients     which services and scanners call it, and from where
    walk        what they ask for, and in what order
    scenario    all of that, and how long calls take and how busy the warehouse is
    monitoring  the settings of FMD, and the bridge to PyDash
    tables      what history writes there
    routes      the API over HTTP
    app         the app itself
    serve       runs the warehouse   (python -m apps.warehouse.serve)
    history     writes past calls    (python -m apps.warehouse.history)
    traffic     makes live requests  (python -m apps.warehouse.traffic)

FMD makes its engine as it is imported, so that import stands where the database is known.
"""
