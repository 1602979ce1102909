"""The storm's page: map and arrivals, what lies inside the wind, how far off forecasts were."""
