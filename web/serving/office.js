// What Streamlit's own document says in a script of its own, which the policy of every answer forbids.
window.prerenderReady = false
// Told where the server is, the frame need not guess: it would first ask below the page's path and log a 404.
window.__streamlit = { BACKEND_BASE_URL: location.origin + "/" }
